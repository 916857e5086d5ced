package dev.herald.client;

import dev.herald.event.Fault;
import dev.herald.event.Position;
import java.util.List;

/** What became of one publication: look at it, the event may not have been kept. */
public sealed interface Outcome {
    /** It is durable. For a publication that was sent before, the first one's position. */
    record Kept(Position position) implements Outcome {}

    /**
     * The server refused it, and would again.
     *
     * @param status of HTTP, such as 422
     * @param detail what is wrong
     * @param faults where, for an event that is invalid
     */
    record Refused(int status, String detail, List<Fault> faults) implements Outcome {
        public Refused {
            faults = List.copyOf(faults);
        }
    }
}
