package dev.herald.journal;

import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a page of history holds.
 *
 * @param reach only what this covers
 * @param project only this project's, or null for all
 * @param types only these; empty for all
 * @param after exclusive; {@link Position#ORIGIN} for no bound
 * @param before exclusive; null for no bound
 * @param limit 1 to 1,000
 * @param newestFirst the order
 */
public record HistoryQuery(
        Reach reach,
        @Nullable ProjectId project,
        Set<EventType> types,
        Position after,
        @Nullable Position before,
        int limit,
        boolean newestFirst) {
    public static final int LIMIT_MAX = 1_000;

    public HistoryQuery {
        types = Set.copyOf(types);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is 1 to " + LIMIT_MAX + ", not " + limit);
        }
    }

    /** Whether the page may hold events of this type. */
    public boolean takes(EventType type) {
        return (types.isEmpty() || types.contains(type)) && reach.covers(type);
    }

    /** Whether the page may hold events of this project; null for those of none. */
    public boolean takes(@Nullable ProjectId of) {
        return (project == null || project.equals(of)) && reach.covers(of);
    }
}
