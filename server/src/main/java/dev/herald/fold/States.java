package dev.herald.fold;

import dev.herald.event.Position;
import dev.herald.projection.StateName;

/**
 * The states of all projections, as of one position. They belong to the thread that asks of them: what leaves it is
 * immutable.
 */
public interface States {
    /**
     * The state of a projection; it is read and never changed.
     *
     * @throws Unanswered where the projection is set aside
     * @throws IllegalArgumentException for a name that is not folded here: a defect of the caller
     */
    <S> S state(StateName<S> name);

    /** The newest event that has been folded; {@link Position#ORIGIN} before the first. */
    Position position();

    /**
     * The moment as of which the states are, epoch milliseconds: what was due up to it has passed. It is the clock's, or
     * the newest event's while the folds are behind; of the past it is the event's.
     */
    long atMillis();

    /** Whether events are missing from what was folded: they were trimmed before anybody folded them, or damaged. */
    boolean isPartial();
}
