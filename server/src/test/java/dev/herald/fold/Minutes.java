package dev.herald.fold;

import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import java.util.List;

/** Stands upon the tally: each full minute it notes how many files had changed by then. */
final class Minutes implements Projection<Minutes.State> {
    static final StateName<State> NAME = new StateName<>("minutes");

    static final class State {
        long nextMillis = NEVER;
        long minutes;
        long hash;
    }

    @Override
    public StateName<State> name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<StateName<?>> below() {
        return List.of(Tally.NAME);
    }

    @Override
    public State begin() {
        return new State();
    }

    @Override
    public void fold(State state, Happening event, Context context) {
        state.hash = state.hash * 31 + context.state(Tally.NAME).counts().hashCode();
        if (state.nextMillis == NEVER) {
            state.nextMillis = (event.millis() / Tally.MINUTE + 1) * Tally.MINUTE;
        }
    }

    @Override
    public long due(State state) {
        return state.nextMillis;
    }

    @Override
    public void pass(State state, long atMillis, Context context) {
        while (state.nextMillis <= atMillis) {
            state.minutes++;
            state.hash = state.hash * 31 + context.state(Tally.NAME).counts().hashCode() + state.nextMillis;
            // It sleeps in the night, so that a long jump of the clock has an end.
            state.nextMillis = state.minutes % 500 == 0 ? NEVER : state.nextMillis + Tally.MINUTE;
        }
    }

    @Override
    public void save(State state, StateOut out) {
        out.number(state.nextMillis);
        out.number(state.minutes);
        out.number(state.hash);
    }

    @Override
    public State load(int version, StateIn in) {
        State state = new State();
        state.nextMillis = in.number();
        state.minutes = in.number();
        state.hash = in.number();
        return state;
    }
}
