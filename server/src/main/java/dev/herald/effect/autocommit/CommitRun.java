package dev.herald.effect.autocommit;

import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.intake.Intake;
import dev.herald.loop.Clock;

/** One run. */
final class CommitRun implements Attempt {
    static CommitRun of(AutoCommitSettings settings, Git git, Intake intake, RepositoryTurns turns, Clock clock) {
        return new CommitRun();
    }

    @Override
    public Outcome run(Trigger trigger) {
        return new Outcome.Nothing("not yet", Outcome.Absent.NONE);
    }

    @Override
    public void recover() {}
}
