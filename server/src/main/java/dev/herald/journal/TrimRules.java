package dev.herald.journal;

import dev.herald.event.Position;

/**
 * What the log keeps; an event goes when one of the limits says so.
 *
 * @param beforeMillis events before this moment go (epoch milliseconds); 0 for no limit
 * @param countMax keep at most so many of the newest; {@code Long.MAX_VALUE} for no limit
 * @param bytesMax keep at most so many bytes of JSON of the newest; {@code Long.MAX_VALUE} for no limit
 * @param keepAfter nothing after this position goes, whatever the limits say: the oldest snapshot that a projection
 *     needs
 */
public record TrimRules(long beforeMillis, long countMax, long bytesMax, Position keepAfter) {
    /** Nothing goes. */
    public static final TrimRules NONE = new TrimRules(0, Long.MAX_VALUE, Long.MAX_VALUE, new Position(Long.MAX_VALUE));

    /**
     * Whether the oldest event goes.
     *
     * @param oldest where it stands
     * @param events how many are kept now, it included
     * @param bytes of JSON that are kept now, its own included
     */
    public boolean removes(Position oldest, long events, long bytes) {
        boolean isOver = oldest.epochMillis() < beforeMillis || events > countMax || bytes > bytesMax;
        return isOver && !oldest.isAfter(keepAfter);
    }
}
