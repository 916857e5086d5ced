package dev.herald.journal;

import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which events the figures are. The names are of all that the reach covers.
 *
 * @param reach only what this covers
 * @param project counted are only this project's, or null for all
 * @param types counted are only these; empty for all
 * @param minutes 1 to 60; the last one is still running
 * @param nowMillis the time at which the last minute runs, unless the log is ahead of it
 */
public record SummaryQuery(
        Reach reach, @Nullable ProjectId project, Set<EventType> types, int minutes, long nowMillis) {
    public static final int MINUTES_MAX = 60;
    public static final long MINUTE_MILLIS = 60_000;

    public SummaryQuery {
        types = Set.copyOf(types);
        if (minutes < 1 || minutes > MINUTES_MAX) {
            throw new IllegalArgumentException("minutes are 1 to " + MINUTES_MAX + ", not " + minutes);
        }
    }

    /** Whether an event of this type is counted. */
    public boolean counts(EventType type) {
        return (types.isEmpty() || types.contains(type)) && reach.covers(type);
    }

    /** Whether an event of this project is counted; null for those of none. */
    public boolean counts(@Nullable ProjectId of) {
        return (project == null || project.equals(of)) && reach.covers(of);
    }

    /** Where the minute begins that is running, in a log that ends there. */
    public long runningMillis(Bounds bounds) {
        return Math.max(nowMillis, bounds.newest().epochMillis()) / MINUTE_MILLIS * MINUTE_MILLIS;
    }

    /** Whether nothing of the minute was trimmed. */
    public static boolean isKept(long atMillis, Bounds bounds) {
        return !bounds.isTrimmed() || bounds.trimmed().epochMillis() < atMillis;
    }
}
