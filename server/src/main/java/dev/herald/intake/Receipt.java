package dev.herald.intake;

import dev.herald.journal.Appended;
import java.util.List;

/** What became of a submission: all of it was kept, or none. */
public sealed interface Receipt {
    /** Durable. One {@link Appended} for each draft, in order. */
    record Accepted(List<Appended> appended) implements Receipt {
        public Accepted {
            appended = List.copyOf(appended);
        }
    }

    /** Not kept. The reason is fit for a publisher and says what to do. */
    record Refused(Reason reason, String detail) implements Receipt {}

    enum Reason {
        /** Too much is waiting for the journal; try again later. */
        OVERLOADED,
        /** The journal cannot accept: a full disk, an IO error. */
        UNAVAILABLE,
        /** The server is stopping. */
        STOPPING
    }
}
