package dev.herald.projection;

import java.util.List;

/**
 * A state that is a fold over the journal. Pure: what it does depends on the events, on the moments that it is told of,
 * and on the states of the projections that it stands upon; it asks no clock and does no IO. So folding from the start,
 * from any snapshot, and live give the same state, on each instance.
 *
 * <p>One thread folds, in this order: before an event, {@link #pass} for each moment up to the event's that was
 * {@link #due}; then the event. What is thrown sets this projection aside, with those that stand upon it.
 *
 * @param <S> its state; it may be changed in place by the thread that folds, and shows others immutable values alone
 */
public interface Projection<S> {
    /** No moment is waited for. */
    long NEVER = Long.MAX_VALUE;

    StateName<S> name();

    /** Of the form in which its state is written; grows when that changes. */
    int version();

    /** The projections whose states it reads, each of which has folded an event before this one does. */
    default List<StateName<?>> below() {
        return List.of();
    }

    /** The state before any event. */
    S begin();

    void fold(S state, Happening event, Context context);

    /** The next moment (epoch milliseconds) that changes something without an event; {@link #NEVER} for none. */
    default long due(S state) {
        return NEVER;
    }

    /**
     * Time has come to this moment, which was due here or elsewhere, and no event has come since the one that was folded
     * last. It may be called at moments that were not asked for, never at one before an earlier one.
     *
     * @param atMillis epoch milliseconds
     */
    default void pass(S state, long atMillis, Context context) {}

    void save(S state, StateOut out);

    /**
     * Reads what {@link #save} has written, now or in a version before.
     *
     * @param version at most {@link #version}
     */
    S load(int version, StateIn in);
}
