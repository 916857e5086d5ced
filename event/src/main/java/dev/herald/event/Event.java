package dev.herald.event;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the journal keeps: an event exists when the journal has it durably, and not before.
 *
 * @param position where it stands
 * @param type what kind
 * @param project whose, or null for an event of no project
 * @param rooms where it is heard; never empty
 * @param source who reported it
 * @param subject what it is about among others of its type, for conflation (a workflow's, an agent's, else the
 *     project's id), or null
 * @param cause the event that it was derived from, or null
 * @param idempotencyKey the publisher's key, or null
 * @param json the canonical JSON, UTF-8, one line. Shared by all readers: nobody writes to it
 */
public record Event(
        Position position,
        EventType type,
        @Nullable ProjectId project,
        Set<Room> rooms,
        String source,
        @Nullable String subject,
        @Nullable Position cause,
        @Nullable String idempotencyKey,
        byte[] json) {
    public Event {
        rooms = Set.copyOf(rooms);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("an event is heard in at least one room");
        }
    }
}
