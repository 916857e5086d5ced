package dev.herald.command;

import dev.herald.fold.States;
import dev.herald.projection.Members;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody asks for. It may be looked at and decided several times, when what it rests on changes
 * meanwhile; so it keeps nothing of one time for the next.
 *
 * @param <S> what it looks at, immutable
 * @param <A> what it shows in the end, immutable
 */
public interface Command<S, A> {
    /** Runs on {@code herald-fold}: short. */
    S look(States states);

    /** Pure; runs on the caller's thread. */
    Decision decide(S sight);

    /** The id of what an event of this command is about, given the event's data. */
    String about(Members data);

    /** As it is now; null where it is gone. Runs on {@code herald-fold}, or of a repeated request on {@code herald-past}. */
    @Nullable
    A show(States states, String about);

    /** What it changes, where others may be changing it at the same time: they take turns. Null for what is new. */
    default @Nullable Object subject() {
        return null;
    }

    /** It is over, whatever came of it. */
    default void end() {}
}
