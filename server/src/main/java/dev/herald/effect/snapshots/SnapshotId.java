package dev.herald.effect.snapshots;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How somebody names a snapshot. */
public sealed interface SnapshotId {
    /** What may be written, for messages. */
    String ALLOWED = "a hash or its first 4 characters or more, latest, latest~2, or a time such as 10:40,"
            + " 2026-11-20T10:40 or 2026-11-20T10:40:15+01:00";

    /** By its hash, or what it begins with: 4 to 64 hexadecimal digits in lower case. */
    record Hash(String digits) implements SnapshotId {}

    /** The newest of a branch, or so many before it. */
    record Latest(int back) implements SnapshotId {}

    /** The newest of a branch at a moment or before. */
    record At(Instant moment) implements SnapshotId {}

    /**
     * Reads it; empty for what is no name.
     *
     * @param now where a time of day alone belongs: today, or yesterday when it is yet to come
     */
    static Optional<SnapshotId> parse(String text, ZonedDateTime now) {
        Matcher latest = Names.LATEST.matcher(text);
        if (latest.matches()) {
            String back = latest.group(1);
            return Optional.of(new Latest(back == null ? 0 : Integer.parseInt(back)));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (Names.HASH.matcher(lower).matches()) {
            return Optional.of(new Hash(lower));
        }
        return Names.moment(text.replace(' ', 'T'), now).map(At::new);
    }

    /** What names look like. */
    final class Names {
        private static final Pattern LATEST = Pattern.compile("latest(?:~([0-9]{1,8}))?");
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{4,64}");

        private Names() {}

        private static Optional<Instant> moment(String text, ZonedDateTime now) {
            try {
                if (!text.contains("T")) {
                    return Optional.of(text.contains(":") ? today(text, now) : endOfDay(text, now));
                }
                boolean hasOffset = text.matches(".*T.*(Z|[+-][0-9:]+)");
                return Optional.of(
                        hasOffset
                                ? OffsetDateTime.parse(text).toInstant()
                                : LocalDateTime.parse(text)
                                        .atZone(now.getZone())
                                        .toInstant());
            } catch (DateTimeException notATime) {
                return Optional.empty();
            }
        }

        private static Instant today(String text, ZonedDateTime now) {
            ZonedDateTime moment = now.with(LocalTime.parse(text.length() == 4 ? "0" + text : text));
            return (moment.isAfter(now) ? moment.minusDays(1) : moment).toInstant();
        }

        private static Instant endOfDay(String text, ZonedDateTime now) {
            return LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(now.getZone())
                    .minusSeconds(1)
                    .toInstant();
        }
    }
}
