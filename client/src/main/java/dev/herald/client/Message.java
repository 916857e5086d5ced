package dev.herald.client;

import dev.herald.event.Position;
import org.jspecify.annotations.Nullable;

/** What a subscription's connection brings: an event, or a word about the connection itself. */
sealed interface Message {
    record Event(ReceivedEvent event) implements Message {}

    /** @param newest where the server stood, or null for an empty log */
    record Confirmed(@Nullable Position newest) implements Message {}

    record Gap(Position requested, Position oldestAvailable) implements Message {}

    record Refused(String code, String detail) implements Message {}

    /**
     * The greeting, a heartbeat, a pong: they say that the connection lives.
     *
     * @param sentTo everything up to here was sent on this connection; null where the server does not say
     */
    record Sign(String type, @Nullable Position sentTo) implements Message {}
}
