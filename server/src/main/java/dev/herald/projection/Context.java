package dev.herald.projection;

import dev.herald.event.Position;

/** What a fold may see and say beside its own state. Belongs to the thread that folds. */
public interface Context {
    /** The state of a projection that this one stands upon; it is read and never changed. */
    <S> S state(StateName<S> below);

    /** The newest event that has been folded, this one included. */
    Position position();

    /**
     * Tells what follows from the event or the moment. It is published once, whoever folds it and however often: its key
     * is remembered, and a fold that meets it in the journal takes it for told.
     */
    void derive(Derived derived);
}
