package dev.herald.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to hear, as it said it: not checked yet.
 *
 * @param eventTypes names; empty for all
 * @param projectId or null
 * @param rooms names; may be empty
 * @param lastEventId the last event that it has, or null
 * @param conflate whether superseded progress may be skipped while it lags
 */
public record Wish(
        List<String> eventTypes,
        @Nullable String projectId,
        List<String> rooms,
        @Nullable String lastEventId,
        boolean conflate) {
    public Wish {
        eventTypes = List.copyOf(eventTypes);
        rooms = List.copyOf(rooms);
    }
}
