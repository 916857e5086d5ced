package dev.herald.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of something is let through: a bucket that holds {@code burst} tokens and gets {@code tokens} each period,
 * evenly.
 *
 * @param tokens at least 1
 * @param periodMillis a second, a minute or an hour
 * @param burst at least 1
 */
public record Rate(long tokens, long periodMillis, long burst) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})/([smh])(?::([0-9]{1,9}))?");

    public Rate {
        if (tokens < 1 || periodMillis < 1 || burst < 1) {
            throw new IllegalArgumentException("a rate lets at least 1 through");
        }
    }

    /** Reads {@code 100/s}, {@code 600/m}, {@code 10/h}, or with a burst {@code 100/s:500}; empty for anything else. */
    public static Optional<Rate> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        long tokens = Long.parseLong(written.group(1));
        long burst = written.group(3) == null ? tokens : Long.parseLong(written.group(3));
        long period = switch (written.group(2)) {
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
        return tokens < 1 || burst < 1 ? Optional.empty() : Optional.of(new Rate(tokens, period, burst));
    }

    /** In which an empty bucket fills, rounded up. */
    long windowSeconds() {
        return Math.max(1, Math.ceilDiv(Math.multiplyExact(burst, periodMillis), tokens * 1_000));
    }
}
