package dev.herald.journal;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a submission. */
public sealed interface Outcome {
    /** It is durable: one answer for each draft, in order. */
    record Kept(List<Appended> appended) implements Outcome {
        public Kept {
            appended = List.copyOf(appended);
        }
    }

    /**
     * Nothing of it was kept, for the keys of some of its drafts are known with other content. Other submissions of the
     * same batch are not concerned.
     */
    record Conflict(List<Clash> clashes) implements Outcome {
        public Conflict {
            clashes = List.copyOf(clashes);
        }
    }

    /**
     * A draft whose idempotency key is known with other content.
     *
     * @param index its place in the submission
     * @param first where the event stands that was kept under the key; null where it is an earlier draft of the same
     *     submission, which stands nowhere, for nothing of it was kept
     */
    record Clash(int index, @Nullable Position first) {}

    /**
     * Nothing of it was kept, for what some of its drafts change has changed since: their guards do not hold. Other
     * submissions of the same batch are not concerned.
     */
    record Stale(List<Moved> moved) implements Outcome {
        public Stale {
            moved = List.copyOf(moved);
        }
    }

    /**
     * A draft whose guard does not hold.
     *
     * @param index its place in the submission
     * @param newest the last event of what it changes: who has folded as far may decide again
     */
    record Moved(int index, Position newest) {}
}
