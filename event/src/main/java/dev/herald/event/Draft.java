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
 * @param versioned what the event changes, where the journal remembers its last event; null for what has no versions
 * @param guard the last event of that: the draft is kept only while it still is the last. {@link Position#ORIGIN} while
 *     there is none; null for a draft that is kept whatever has come since
 */
public record Draft(
        EventType type,
        @Nullable ProjectId project,
        Set<Room> rooms,
        String source,
        @Nullable String subject,
        @Nullable Position cause,
        @Nullable String idempotencyKey,
        EncodedData data,
        @Nullable Versioned versioned,
        @Nullable Position guard) {
    public Draft {
        if (guard != null && versioned == null) {
            throw new IllegalArgumentException("a guard says of what it is: " + type.wireName() + " has no versions");
        }
        rooms = Set.copyOf(rooms);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("an event is heard in at least one room");
        }
    }

    /** One that is about nothing that has versions. */
    public Draft(
            EventType type,
            @Nullable ProjectId project,
            Set<Room> rooms,
            String source,
            @Nullable String subject,
            @Nullable Position cause,
            @Nullable String idempotencyKey,
            EncodedData data) {
        this(type, project, rooms, source, subject, cause, idempotencyKey, data, null, null);
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
        return new Draft(type, project, rooms, source, subject, cause, key, data, versioned, guard);
    }

    /** The same, derived from another event. */
    public Draft withCause(Position of) {
        return new Draft(type, project, rooms, source, subject, of, idempotencyKey, data, versioned, guard);
    }

    /** The same, of something that has versions though its type does not say so, such as a layout. */
    public Draft withVersioned(Versioned other) {
        return new Draft(type, project, rooms, source, subject, cause, idempotencyKey, data, other, guard);
    }

    /**
     * The same, kept only while the last event of what it changes is still this one.
     *
     * @throws IllegalArgumentException when it changes nothing that has versions
     */
    public Draft withGuard(Position last) {
        return new Draft(type, project, rooms, source, subject, cause, idempotencyKey, data, versioned, last);
    }

    /** An upper bound of the bytes that the event will take in the journal. */
    public int bytesMax() {
        return data.length() + source.length() * 6 + Canonical.OVERHEAD_BYTES_MAX;
    }
}
