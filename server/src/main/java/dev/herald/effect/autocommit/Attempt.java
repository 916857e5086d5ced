package dev.herald.effect.autocommit;

import dev.herald.event.payload.AutoCommit.Trigger;
import java.util.Optional;

/** One run from looking to telling. Runs on the project's thread. */
interface Attempt {
    /** Commits what there is, and has told of it when it returns. */
    Outcome run(Trigger trigger) throws InterruptedException;

    /** What people should know of though there are commits; as of the last run. */
    default Optional<Trouble> concern() {
        return Optional.empty();
    }

    /** Whether there is something to look at soon, though nothing changes. */
    default boolean isOwed() {
        return false;
    }

    /** Puts in order what a process that was killed left behind. Before the first run. */
    void recover() throws InterruptedException;
}
