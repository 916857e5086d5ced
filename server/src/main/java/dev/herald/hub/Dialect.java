package dev.herald.hub;

import dev.herald.event.Event;
import java.util.List;

/**
 * How events look on one kind of connection. A value: two sessions whose dialects are equal share what is encoded, so
 * equal dialects encode to the same {@code E}.
 *
 * @param <E> what it encodes to
 */
public interface Dialect<E extends Encoded> {
    /**
     * One contiguous piece with all the events, framing included. Runs on the loop; the caller releases it.
     *
     * @param events at least one, in order; the list is the caller's again when this returns
     */
    E encode(List<Event> events);

    /** The message as one piece, framing included. Runs on the loop; the caller releases it. */
    E encodeLive(LiveMessage message);
}
