package dev.herald.session;

import dev.herald.event.ProjectId;
import dev.herald.hub.Subscription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session hears, with the words in which its client asked. A value, shared by all sessions that hear the same.
 *
 * @param subscription for the hub
 * @param isAliased whether {@code auto_commit} was asked for, so that the three types arrive under that name
 * @param typeNames what took effect, in the client's order; never empty
 * @param project asked for, or null
 * @param roomNames asked for; may be empty
 */
public record Interest(
        Subscription subscription,
        boolean isAliased,
        List<String> typeNames,
        @Nullable ProjectId project,
        List<String> roomNames) {
    public Interest {
        typeNames = List.copyOf(typeNames);
        roomNames = List.copyOf(roomNames);
        if (typeNames.isEmpty()) {
            throw new IllegalArgumentException("an interest has at least one type");
        }
    }
}
