package dev.herald.client;

import dev.herald.event.Position;

/**
 * Hears a subscription, on the subscription's own thread, in order, one call at a time. It may block: the server then
 * waits and loses nothing. What it throws ends the subscription.
 */
public interface Subscriber {
    /** An event: each once, in the order of positions, also across reconnections. */
    void onEvent(ReceivedEvent event);

    /**
     * Events are missing here: the log no longer has what this subscription asked for. What is left follows.
     *
     * @param requested the position that was asked for
     * @param oldestAvailable the oldest that there still is
     */
    default void onGap(Position requested, Position oldestAvailable) {}

    /** The connection's state changed. */
    default void onState(ConnectionState state) {}
}
