package dev.herald.journal;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.List;

/**
 * What a read found, and whether it is whole, as of one moment of the log. A hole is only ever at its beginning: a read
 * ends before the next one.
 *
 * @param events what is wanted of the events after {@code from} and up to {@code reached}, oldest first
 * @param floor the log was complete after this
 * @param isWhole whether nothing is missing between the position asked for and the first of the events. It is not when
 *     events were trimmed there, when the position is of another log, or when a row there is damaged
 * @param from where the reader may take it that the events begin: the position asked for when it is whole
 * @param reached everything wanted up to here is in the events; the reader asks after this next
 * @param oldest the oldest event kept, or {@link Position#ORIGIN} when there was none
 */
public record Slice(
        List<Event> events, Position floor, boolean isWhole, Position from, Position reached, Position oldest) {
    public Slice {
        events = List.copyOf(events);
    }
}
