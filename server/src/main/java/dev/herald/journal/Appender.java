package dev.herald.journal;

import dev.herald.event.Draft;
import java.util.List;

/**
 * The side of the log that is written. An event exists when {@link #append} has returned, and not before. Both methods
 * belong to the journal's one writer, and block on IO.
 */
public interface Appender {
    /** How long an idempotency key is remembered. */
    long IDEMPOTENCY_MILLIS = 72L * 60 * 60 * 1000;

    /**
     * How long after its last change a thing that has versions is remembered at least, though that event is trimmed: longer
     * than anybody takes from a state to what was decided upon it.
     */
    long VERSIONED_MILLIS = 60L * 60 * 1000;

    /** How many events one call of {@link #trim} removes at most. */
    int TRIM_STEP = 1_000;

    /**
     * Keeps submissions, in order, and returns when they are durable. Of a submission all is kept or nothing. A draft
     * whose idempotency key is known (from the last 72 h, or from earlier in this batch) with the same content is not
     * kept again; its place in the answer names the first event's position. One with other content is a conflict, which
     * refuses its own submission alone. So does a draft whose guard does not hold: what it changes has been changed after
     * the guard, as of before its submission. Of what is trimmed nothing is remembered after {@link #VERSIONED_MILLIS}, and
     * guards of it hold: whoever decides has folded what was trimmed. A known key is answered whatever its guard says, and a conflict is
     * told before a guard. Listeners hear the new events before this returns.
     *
     * @return one outcome for each submission
     * @throws JournalException when nothing of the batch was kept, for a reason that may pass (full disk, IO error)
     */
    List<Outcome> appendEach(List<List<Draft>> submissions);

    /**
     * The same for one submission whose keys are in no conflict, and whose guards hold.
     *
     * @throws IllegalStateException when they are in one, or one does not hold: nothing was kept
     */
    default List<Appended> append(List<Draft> drafts) {
        return switch (appendEach(List.of(drafts)).getFirst()) {
            case Outcome.Kept(List<Appended> appended) -> appended;
            case Outcome.Conflict(List<Outcome.Clash> clashes) ->
                throw new IllegalStateException("a key is known with other content: " + clashes);
            case Outcome.Stale(List<Outcome.Moved> moved) ->
                throw new IllegalStateException("a guard does not hold: " + moved);
        };
    }

    /**
     * Removes what the rules no longer keep, never beyond {@code rules.keepAfter}, the oldest first and at most
     * {@link #TRIM_STEP} of them, so that appends do not wait long: call it again until it answers 0. The floor moves in
     * the transaction that removes.
     *
     * @return how many events went
     */
    long trim(TrimRules rules);

    /**
     * Writes something that is no event, to see whether the log that failed can be written again.
     *
     * @throws JournalException when it still cannot
     */
    void probe();
}
