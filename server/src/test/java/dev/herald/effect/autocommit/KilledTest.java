package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.session.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server is killed while it commits: the repository is whole, nobody is locked out, and the next run goes on. */
@Timeout(120)
class KilledTest {
    private static final int KILLED = 137;
    private static final int RANDOM_KILLS = 4;

    @TempDir
    private Path temporary;

    private static Stream<Arguments> steps() {
        Stream<Step> shadow = Stream.of(Step.SEEDED, Step.STAGED, Step.STARTED, Step.COMMITTED, Step.MOVED);
        return Stream.concat(
                shadow.map(step -> Arguments.of(AutoCommitMode.SHADOW, step)),
                Stream.of(Step.COMMITTED, Step.PREPARED, Step.LOCKED, Step.SWAPPED, Step.MOVED)
                        .map(step -> Arguments.of(AutoCommitMode.BRANCH, step)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void afterAnyStepTheNextStartPutsThingsInOrder(AutoCommitMode mode, Step step) throws Exception {
        GitDirectory garden = garden();
        Process child = child(garden, mode, step.name());
        assertThat(child.waitFor()).isEqualTo(KILLED);
        assertThat(garden.path.resolve(".git/index.lock").toFile().exists()).isEqualTo(step == Step.LOCKED);
        goesOn(garden, mode, step.name());
        assertThat(garden.git("rev-list", "--count", "refs/heads/work"))
                .as("killed twice or not: one commit")
                .isEqualTo(mode == AutoCommitMode.BRANCH ? "2" : "1");
    }

    @Test
    void atAnyMomentTheSame() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        GitDirectory garden = garden();
        for (int kill = 0; kill < RANDOM_KILLS; kill++) {
            garden.write("rose.txt", "round " + kill);
            Process child = child(garden, AutoCommitMode.BRANCH, "none");
            try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
                lines.readLine();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(250)));
                child.toHandle().destroyForcibly();
            }
            child.waitFor();
            goesOn(garden, AutoCommitMode.BRANCH, "seed " + seed + ", kill " + kill);
        }
    }

    private void goesOn(GitDirectory garden, AutoCommitMode mode, String when) throws Exception {
        // Its last call of git ends by itself.
        Await.until("no git is at work any more", () -> !isGitAtWork(garden.path));
        garden.fsck();
        Committing next = new Committing(
                Committing.settings(garden, temporary.resolve("own"), mode).at(BranchTest.PACE));
        next.recover();
        // One that was killed early has not even made it.
        try (Stream<Path> own = Files.list(Files.createDirectories(temporary.resolve("own")))) {
            assertThat(own).as(when).isEmpty();
        }
        assertThat(garden.path.resolve(".git/index.lock")).as(when).doesNotExist();
        assertThat(garden.path.resolve(".git")).isDirectoryNotContaining("glob:**herald*");
        assertThat(garden.git("diff", "--cached", "--name-only")).as(when).isEmpty();
        Outcome outcome = next.run(dev.herald.event.payload.AutoCommit.Trigger.MANUAL);
        assertThat(outcome).as(when).isInstanceOfAny(Outcome.Committed.class, Outcome.Nothing.class);
        String saved = mode == AutoCommitMode.BRANCH ? "HEAD" : "refs/herald/work";
        assertThat(garden.files(saved, temporary)).as(when).isEqualTo(GitDirectory.files(garden.path));
        garden.fsck();
    }

    /** By what Linux shows of processes. */
    private static boolean isGitAtWork(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(name -> name.endsWith("/git"))
                        .isPresent())
                .anyMatch(process -> {
                    try {
                        return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                                .startsWith(directory);
                    } catch (IOException e) {
                        return false; // it has ended
                    }
                });
    }

    private GitDirectory garden() throws Exception {
        GitDirectory garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n")
                .commit("one")
                .write("rose.txt", "white\n")
                .write("new.txt", "1");
        return garden;
    }

    private Process child(GitDirectory garden, AutoCommitMode mode, String step) throws IOException {
        return child(garden, temporary, mode, step);
    }

    /** A process that commits in a garden beside {@code own}, both in a directory. */
    static Process child(GitDirectory garden, Path temporary, AutoCommitMode mode, String step) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledChild.class.getName(),
                        garden.path.toString(),
                        temporary.resolve("own").toString(),
                        mode.name(),
                        step))
                .redirectError(temporary.resolve("errors.txt").toFile())
                .start();
    }
}
