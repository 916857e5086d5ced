package dev.herald.projection;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of time, {@code (from, to]} in epoch milliseconds: what was just seen is in it. Days are calendar days of the
 * zone; one of 23 or 25 hours is one day.
 */
public record Window(Timeframe timeframe, long fromMillis, long toMillis, ZoneId zone) {
    /** How far a window reaches back. */
    public enum Timeframe {
        HOUR("1h", 1.0 / 24),
        DAY("24h", 1),
        WEEK("7d", 7),
        MONTH("30d", 30),
        QUARTER("90d", 90);

        private final String wireName;
        private final double days;

        Timeframe(String wireName, double days) {
            this.wireName = wireName;
            this.days = days;
        }

        public String wireName() {
            return wireName;
        }

        /** By which a rate a day divides. */
        public double days() {
            return days;
        }

        /** How long a bucket of a series is, for a rate a day: a day, or the 24th of one. */
        public double bucketDays() {
            return isElapsed() ? 1.0 / 24 : 1;
        }

        private boolean isElapsed() {
            return this == HOUR || this == DAY;
        }

        public static Optional<Timeframe> of(String wireName) {
            return Arrays.stream(values())
                    .filter(one -> one.wireName.equals(wireName))
                    .findFirst();
        }
    }

    /** A part of a window, for a series: {@code from <= time < to}, cut by the window. */
    public record Bucket(long fromMillis, long toMillis) {}

    /** The window of this length that ends at the moment. */
    public static Window ending(long atMillis, Timeframe timeframe, ZoneId zone) {
        ZonedDateTime at = Instant.ofEpochMilli(atMillis).atZone(zone);
        // A duration of hours is elapsed time; one of days is the same local time so many calendar days before.
        ZonedDateTime from = switch (timeframe) {
            case HOUR -> at.minusHours(1);
            case DAY -> at.minusHours(24);
            case WEEK, MONTH, QUARTER -> at.minusDays((long) timeframe.days());
        };
        return new Window(timeframe, from.toInstant().toEpochMilli(), atMillis, zone);
    }

    public boolean contains(long millis) {
        return millis > fromMillis && millis <= toMillis;
    }

    /**
     * A bucket for each calendar day that the window touches, each hour for those of hours; the first begins just after
     * the window's start, the last ends with the window.
     */
    public List<Bucket> buckets() {
        ChronoUnit unit = timeframe.isElapsed() ? ChronoUnit.HOURS : ChronoUnit.DAYS;
        List<Bucket> buckets = new ArrayList<>();
        long first = fromMillis + 1;
        ZonedDateTime start = begin(first, unit);
        while (start.toInstant().toEpochMilli() <= toMillis) {
            ZonedDateTime end = unit == ChronoUnit.HOURS
                    ? start.plusHours(1)
                    : start.toLocalDate().plusDays(1).atStartOfDay(zone);
            buckets.add(new Bucket(
                    Math.max(first, start.toInstant().toEpochMilli()),
                    Math.min(toMillis + 1, end.toInstant().toEpochMilli())));
            start = end;
        }
        return buckets;
    }

    private ZonedDateTime begin(long millis, ChronoUnit unit) {
        ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(zone);
        return unit == ChronoUnit.HOURS
                ? at.truncatedTo(ChronoUnit.HOURS)
                : at.toLocalDate().atStartOfDay(zone);
    }
}
