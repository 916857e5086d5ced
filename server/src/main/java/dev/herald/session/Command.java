package dev.herald.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message of a client (PROTOCOL section 2), or why it is none. */
sealed interface Command
        permits Command.Subscribe,
                Command.Unsubscribe,
                Command.Ping,
                Command.Reconnect,
                Command.Statistics,
                Command.Authenticate,
                Refusal {

    record Subscribe(Wish wish) implements Command {}

    /** @param eventTypes what to stop hearing; empty for all */
    record Unsubscribe(List<String> eventTypes) implements Command {
        public Unsubscribe {
            eventTypes = List.copyOf(eventTypes);
        }
    }

    record Ping() implements Command {}

    record Reconnect(@Nullable String lastEventId) implements Command {}

    record Statistics() implements Command {}

    record Authenticate(@Nullable String token) implements Command {}
}
