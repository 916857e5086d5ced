package dev.herald.fold;

import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import org.jspecify.annotations.Nullable;

/** A projection with its state. One thread; what the projection throws goes through. */
final class Slot<S> {
    private final Projection<S> projection;
    private final Context context;
    private S state;
    private long dueMillis;
    private @Nullable SetAside aside;

    private Slot(Projection<S> projection, Context context, S state) {
        this.projection = projection;
        this.context = context;
        this.state = state;
        dueMillis = projection.due(state);
    }

    static <S> Slot<S> begin(Projection<S> projection, Context context) {
        return new Slot<>(projection, context, projection.begin());
    }

    void load(int version, byte[] section) {
        StateIn in = new StateIn(section);
        S loaded = projection.load(version, in);
        if (!in.isAtEnd()) {
            throw new IllegalStateException("more was saved of " + projection.name() + " than is read");
        }
        state = loaded;
        dueMillis = projection.due(loaded);
    }

    void save(StateOut out) {
        StateOut section = new StateOut();
        projection.save(state, section);
        out.text(projection.name().text());
        out.number(projection.version());
        out.bytes(section.toBytes());
    }

    void fold(Happening event) {
        projection.fold(state, event, context);
        dueMillis = projection.due(state);
    }

    void pass(long atMillis) {
        projection.pass(state, atMillis, context);
        dueMillis = projection.due(state);
        if (dueMillis <= atMillis) {
            throw new IllegalStateException("it waits for a moment that has passed: " + dueMillis + " at " + atMillis);
        }
    }

    Projection<S> projection() {
        return projection;
    }

    S state() {
        return state;
    }

    long dueMillis() {
        return aside == null ? dueMillis : Projection.NEVER;
    }

    @Nullable
    SetAside aside() {
        return aside;
    }

    void setAside(SetAside reason) {
        aside = reason;
    }
}
