package dev.herald.effect.autocommit;

import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import java.nio.file.Path;

/** The process that {@link KilledTest} starts: commits once and dies at a step, without any cleaning up. */
public final class KilledChild {
    private static final int KILLED = 137;

    private KilledChild() {}

    /** Directory, own directory, mode, and the step after which it ends, or none. */
    public static void main(String[] arguments) throws InterruptedException {
        AutoCommitSettings settings = AutoCommitSettings.of(
                        new ProjectId("garden"),
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        AutoCommitMode.valueOf(arguments[2]))
                .at(BranchTest.PACE);
        Step.Witness witness = step -> {
            if (step.name().equals(arguments[3])) {
                Runtime.getRuntime().halt(KILLED);
            }
        };
        Attempt attempt = new CommitRun(
                settings,
                Git.of(GitDirectory.environment()),
                new RecordingIntake(),
                new RepositoryTurns(),
                Clock.system(),
                witness);
        System.out.println("begin");
        attempt.run(Trigger.MANUAL);
    }
}
