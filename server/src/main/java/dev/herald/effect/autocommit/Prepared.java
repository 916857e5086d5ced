package dev.herald.effect.autocommit;

import dev.herald.event.Position;
import dev.herald.event.payload.AutoCommit.Trigger;
import java.io.IOException;

/** What a run has found before anything is told or changed. */
sealed interface Prepared {
    /** Nothing is to be committed on this branch. */
    record Nothing(String branch, Outcome.Nothing outcome) implements Prepared {}

    /** Something is, and all is checked: what is left needs the start's position. */
    record Ready(int changes, Completion completion) implements Prepared {}

    /** Makes the commit and moves the ref. Once. */
    @FunctionalInterface
    interface Completion {
        Outcome.Committed commit(Trigger trigger, Position start) throws IOException, InterruptedException;
    }

    /** One way to commit. */
    @FunctionalInterface
    interface Way {
        Prepared prepare(Trigger trigger) throws IOException, InterruptedException;
    }
}
