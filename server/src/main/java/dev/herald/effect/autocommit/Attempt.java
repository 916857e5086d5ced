package dev.herald.effect.autocommit;

import dev.herald.event.payload.AutoCommit.Trigger;

/** One run from looking to telling. Runs on the project's thread. */
interface Attempt {
    /** Commits what there is, and has told of it when it returns. */
    Outcome run(Trigger trigger) throws InterruptedException;

    /** Puts in order what a process that was killed left behind. Before the first run. */
    void recover() throws InterruptedException;
}
