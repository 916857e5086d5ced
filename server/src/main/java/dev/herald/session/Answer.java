package dev.herald.session;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a wish. */
public sealed interface Answer permits Answer.Granted, Answer.Nothing, Refusal {
    /**
     * There is something to hear.
     *
     * @param interest what
     * @param unknown names that the vocabulary does not have
     * @param denied names that the token does not allow to read
     * @param after resume after this event; null to go on from now
     */
    record Granted(
            Interest interest,
            List<String> unknown,
            List<String> denied,
            @Nullable Position after) implements Answer {
        public Granted {
            unknown = List.copyOf(unknown);
            denied = List.copyOf(denied);
        }
    }

    /** Nothing is left to hear. */
    record Nothing(List<String> unknown) implements Answer {
        public Nothing {
            unknown = List.copyOf(unknown);
        }
    }
}
