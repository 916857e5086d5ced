package dev.herald.effect.autocommit;

import dev.herald.event.Position;
import dev.herald.event.payload.AutoCommit.Trigger;
import java.io.IOException;
import java.util.Optional;

/** What a run has found before anything is told or changed. */
sealed interface Prepared {
    /** Most commits are not followed by anything. */
    FollowUp NO_FOLLOW_UP = committed -> Optional.empty();

    /** Nothing is to be committed on this branch. */
    record Nothing(String branch, Outcome.Nothing outcome) implements Prepared {}

    /** Something is, and all is checked: what is left needs the start's position. */
    record Ready(int changes, Completion completion, FollowUp followUp) implements Prepared {}

    /** Makes the commit and moves the ref. Once. */
    @FunctionalInterface
    interface Completion {
        Outcome.Committed commit(Trigger trigger, Position start) throws IOException, InterruptedException;
    }

    /** What is done with a commit that is there and told of; says what went wrong with that. */
    @FunctionalInterface
    interface FollowUp {
        Optional<Trouble> of(Outcome.Committed committed) throws InterruptedException;
    }

    /** One way to commit. */
    interface Way {
        Prepared prepare(Trigger trigger) throws IOException, InterruptedException;

        /** What people should know of though there are commits. */
        Optional<Trouble> concern();

        /** Whether there is something to look at soon, though nothing changes. */
        boolean isOwed();
    }
}
