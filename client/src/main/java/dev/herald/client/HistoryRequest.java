package dev.herald.client;

import dev.herald.event.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which page of history (protocol, section 4).
 *
 * @param types wire names; empty for all
 * @param after exclusive, an event's id or an RFC 3339 time, or null
 * @param before exclusive, the same
 * @param limit 1 to 1,000
 */
public record HistoryRequest(
        @Nullable ProjectId project,
        List<String> types,
        @Nullable String after,
        @Nullable String before,
        int limit,
        boolean newestFirst) {
    public static final int LIMIT_MAX = 1_000;

    public HistoryRequest {
        types = List.copyOf(types);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is 1 to " + LIMIT_MAX + ", not " + limit);
        }
    }

    /** The oldest events of all projects, as many as a page holds. */
    public static HistoryRequest oldest() {
        return new HistoryRequest(null, List.of(), null, null, LIMIT_MAX, false);
    }

    /** The page after this one. */
    public HistoryRequest from(String nextAfter) {
        return newestFirst
                ? new HistoryRequest(project, types, after, nextAfter, limit, true)
                : new HistoryRequest(project, types, nextAfter, before, limit, false);
    }
}
