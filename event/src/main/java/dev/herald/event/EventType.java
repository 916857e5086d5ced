package dev.herald.event;

import java.util.Optional;

/** What kind of event: one of the table's types, or {@code custom.<name>}. */
public sealed interface EventType permits KnownType, CustomType {
    /** The name on the wire, such as {@code file_change}. */
    String wireName();

    /** Reads a type's wire name; empty where the vocabulary has no such type. */
    static Optional<EventType> parse(String wireName) {
        EventType known = KnownType.BY_NAME.get(wireName);
        return known != null ? Optional.of(known) : CustomType.parse(wireName).map(type -> type);
    }
}
