package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.List;

/**
 * What the journal committed at once.
 *
 * @param events at least one
 * @param bytes of their JSON
 * @param heardNanos when the hub heard of it
 */
record Batch(List<Event> events, long bytes, long heardNanos) {
    static Batch of(List<Event> events, long heardNanos) {
        long bytes = 0;
        for (Event event : events) {
            bytes += event.json().length;
        }
        return new Batch(events, bytes, heardNanos);
    }

    Position last() {
        return events.getLast().position();
    }
}
