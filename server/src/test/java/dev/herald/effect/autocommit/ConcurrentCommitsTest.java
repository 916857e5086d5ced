package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import dev.herald.session.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody commits two hundred times while we do what we can to be in their way. */
@Timeout(120)
class ConcurrentCommitsTest {
    private static final int COMMITS = 200;
    /** The loop stops at its first failure, and says so by its status. */
    private static final String LOOP = """
            i=0
            while [ $i -lt %d ]; do
              i=$((i + 1))
              echo $i > rose.txt
              git add rose.txt && git commit -q -m "mine $i" || exit 1
            done
            """.formatted(COMMITS);

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @EnumSource(AutoCommitMode.class)
    void noneOfTheirCommitsFailsAndNoneOfTheirsIsLost(AutoCommitMode mode) throws Exception {
        GitDirectory garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "0\n").write("tulip.txt", "0\n").commit("one");
        Path errors = temporary.resolve("errors");
        CommitPace pace =
                new CommitPace(10, 10, 60_000, 10, CommitPace.DEFAULTS.gitQuietMillis(), 100, 5_000, 5_000, 5_000);
        AutoCommitSettings settings =
                Committing.settings(garden, temporary.resolve("own"), mode).at(pace);
        RecordingIntake intake = new RecordingIntake();
        try (AutoCommitter committer = new AutoCommitter(
                settings, Git.of(GitDirectory.environment()), intake, new RepositoryTurns(), Clock.system())) {
            committer.start();
            ProcessBuilder user = new ProcessBuilder("/bin/sh", "-c", LOOP)
                    .directory(garden.path.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(errors.toFile());
            user.environment().putAll(GitDirectory.environment());
            Process loop = user.start();
            for (int i = 0; loop.isAlive(); i++) {
                garden.write("tulip.txt", i + "\n");
                committer.onChange();
                committer.request(Trigger.MANUAL).join();
            }
            assertThat(loop.waitFor()).as(Files.readString(errors)).isZero();
            Await.until("ours comes when they pause", () -> intake.kinds().contains("result"));
        }
        assertThat(garden.git("log", "--format=%s").lines().filter(line -> line.startsWith("mine ")))
                .hasSize(COMMITS);
        assertThat(garden.git("show", "HEAD:rose.txt")).isEqualTo(Integer.toString(COMMITS));
        assertThat(garden.git("diff", "--cached", "--name-only")).isEmpty();
        garden.fsck();
    }
}
