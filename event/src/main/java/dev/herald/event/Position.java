package dev.herald.event;

import java.util.Optional;

/**
 * Where an event stands in the journal: {@code <epoch milliseconds>-<sequence>}, strictly increasing, the same on every
 * transport. Packed in a long: milliseconds in the high 48 bits, the sequence in the low 16.
 *
 * @param packed milliseconds {@code << 16 |} sequence, not negative
 */
public record Position(long packed) implements Comparable<Position> {
    /** Before every event. */
    public static final Position ORIGIN = new Position(0);

    public static final int SEQUENCE_MAX = 0xFFFF;
    private static final long MILLIS_MAX = Long.MAX_VALUE >>> 16;
    /** 15 digits, a hyphen and 5 digits. */
    private static final int TEXT_MAX = 21;

    public Position {
        if (packed < 0) {
            throw new IllegalArgumentException("a position is not negative: " + packed);
        }
    }

    public static Position of(long epochMillis, int sequence) {
        if (epochMillis < 0 || epochMillis > MILLIS_MAX || sequence < 0 || sequence > SEQUENCE_MAX) {
            throw new IllegalArgumentException("no such position: " + epochMillis + "-" + sequence);
        }
        return new Position(epochMillis << 16 | sequence);
    }

    /** Reads {@code <epoch milliseconds>-<sequence>}; empty for anything else. */
    public static Optional<Position> parse(String text) {
        int hyphen = text.indexOf('-');
        if (hyphen < 1 || hyphen == text.length() - 1 || text.length() > TEXT_MAX) {
            return Optional.empty();
        }
        long millis = digits(text, 0, hyphen);
        long sequence = digits(text, hyphen + 1, text.length());
        if (millis < 0 || millis > MILLIS_MAX || sequence < 0 || sequence > SEQUENCE_MAX) {
            return Optional.empty();
        }
        return Optional.of(of(millis, (int) sequence));
    }

    /**
     * The position of the next event: in this millisecond the next sequence, in a later one its first. It never goes
     * back, even if the clock does.
     */
    public Position next(long nowMillis) {
        return nowMillis > epochMillis() ? of(nowMillis, 0) : new Position(packed + 1);
    }

    public long epochMillis() {
        return packed >>> 16;
    }

    public int sequence() {
        return (int) (packed & SEQUENCE_MAX);
    }

    public boolean isAfter(Position other) {
        return packed > other.packed;
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(packed, other.packed);
    }

    @Override
    public String toString() {
        return epochMillis() + "-" + sequence();
    }

    private static long digits(String text, int from, int to) {
        if (to - from > 15) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
