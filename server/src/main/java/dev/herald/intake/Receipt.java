package dev.herald.intake;

import dev.herald.journal.Appended;
import dev.herald.journal.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    /**
     * Not kept, because keys of some of the drafts are known with other content: whoever sends the same again is told the
     * same. Each names the place of the draft and where the first event of its key stands.
     */
    record Conflict(List<Outcome.Clash> clashes) implements Receipt {
        public Conflict {
            clashes = List.copyOf(clashes);
        }

        /** The places of those drafts in the submission. */
        public Set<Integer> places() {
            return clashes.stream().map(Outcome.Clash::index).collect(Collectors.toSet());
        }
    }

    /**
     * Not kept, because what some of the drafts change has changed since: their guards do not hold. Only who gave guards
     * meets it.
     */
    record Stale(List<Outcome.Moved> moved) implements Receipt {
        public Stale {
            moved = List.copyOf(moved);
        }
    }

    enum Reason {
        /** Too much is waiting for the journal; try again later. */
        OVERLOADED,
        /** The journal cannot accept: a full disk, an IO error. */
        UNAVAILABLE,
        /** The server is stopping. */
        STOPPING
    }
}
