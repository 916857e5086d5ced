package dev.herald.hub;

import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of itself, now: the periodic {@code system_status} and {@code health_check}. It is not in the
 * journal, has no position and is never replayed (PROTOCOL section 1).
 *
 * @param type what kind
 * @param project whose, or null
 * @param json the canonical object without an {@code event_id}, UTF-8, one line. Nobody writes to it
 */
public record LiveMessage(EventType type, @Nullable ProjectId project, byte[] json) {
    /** Where it is heard. */
    Room room() {
        return project == null ? Room.GLOBAL : Room.project(project);
    }
}
