package dev.herald.event;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no position yet: checked, with everything the journal needs but the moment.
 *
 * @param type what kind
 * @param project whose, or null
 * @param rooms where it will be heard; never empty
 * @param source who reports it
 * @param subject see {@link Event}
 * @param cause the event that it is derived from, or null
 * @param idempotencyKey the publisher's key, or null
 * @param data the checked members of {@code data}, encoded
 */
public record Draft(
        EventType type,
        @Nullable ProjectId project,
        Set<Room> rooms,
        String source,
        @Nullable String subject,
        @Nullable Position cause,
        @Nullable String idempotencyKey,
        EncodedData data) {
    public Draft {
        rooms = Set.copyOf(rooms);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("an event is heard in at least one room");
        }
    }

    /** The event at its place: the canonical JSON gets its id and its moment, which is the position's. */
    public Event at(Position position) {
        return new Event(
                position,
                type,
                project,
                rooms,
                source,
                subject,
                cause,
                idempotencyKey,
                Canonical.encode(this, position));
    }

    public Draft withIdempotencyKey(String key) {
        return new Draft(type, project, rooms, source, subject, cause, key, data);
    }

    /** The same, derived from another event. */
    public Draft withCause(Position of) {
        return new Draft(type, project, rooms, source, subject, of, idempotencyKey, data);
    }

    /** An upper bound of the bytes that the event will take in the journal. */
    public int bytesMax() {
        return data.length() + source.length() * 6 + Canonical.OVERHEAD_BYTES_MAX;
    }
}
