package dev.herald.effect.autocommit;

import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import java.nio.file.Path;

/** Auto-commit of a repository without its thread: the test's own runs it. */
final class Committing {
    final RecordingIntake intake = new RecordingIntake();
    final AutoCommitSettings settings;
    private final Attempt attempt;

    Committing(AutoCommitSettings settings) {
        this(settings, Git.of(GitDirectory.environment()));
    }

    Committing(AutoCommitSettings settings, Git git) {
        this.settings = settings;
        this.attempt = CommitRun.of(settings, git, intake, new RepositoryTurns(), Clock.system());
    }

    static AutoCommitSettings settings(GitDirectory directory, Path own, AutoCommitMode mode) {
        return AutoCommitSettings.of(new ProjectId("garden"), directory.path, own, mode);
    }

    static Committing shadow(GitDirectory directory, Path own) {
        return new Committing(settings(directory, own, AutoCommitMode.SHADOW));
    }

    Outcome run(Trigger trigger) throws InterruptedException {
        return attempt.run(trigger);
    }

    Outcome.Committed commits() throws InterruptedException {
        Outcome outcome = run(Trigger.MANUAL);
        if (outcome instanceof Outcome.Committed committed) {
            return committed;
        }
        throw new AssertionError("no commit: " + outcome);
    }

    Outcome.Refused refuses() throws InterruptedException {
        Outcome outcome = run(Trigger.MANUAL);
        if (outcome instanceof Outcome.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + outcome);
    }

    Outcome.Nothing findsNothing() throws InterruptedException {
        Outcome outcome = run(Trigger.MANUAL);
        if (outcome instanceof Outcome.Nothing nothing) {
            return nothing;
        }
        throw new AssertionError("not nothing: " + outcome);
    }

    java.util.Optional<String> concern() {
        return attempt.concern().map(Trouble::getMessage);
    }

    boolean isOwed() {
        return attempt.isOwed();
    }

    void recover() throws InterruptedException {
        attempt.recover();
    }
}
