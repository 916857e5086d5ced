package dev.herald.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks about one room, as it said it: not checked yet (PROTOCOL section 5).
 *
 * @param room its name, or null
 * @param eventTypes only these; empty for all
 * @param lastEventId the last event of the room that it has, or null
 * @param token to go on with, or null
 * @param conflate whether superseded progress may be skipped while it lags
 */
public record RoomWish(
        @Nullable String room,
        List<String> eventTypes,
        @Nullable String lastEventId,
        @Nullable String token,
        boolean conflate) {
    public RoomWish {
        eventTypes = List.copyOf(eventTypes);
    }
}
