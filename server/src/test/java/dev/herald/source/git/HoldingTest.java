package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import dev.herald.source.files.ChangeListener;
import dev.herald.source.files.IntakeListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long changes of files are held, and that none is lost. */
@Timeout(120)
class HoldingTest {
    @TempDir
    private Path temporary;

    private final RecordingIntake intake = new RecordingIntake();
    private Shell shell;
    private Path root;
    private Path lock;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.resolve("root");
        shell = Shell.repository(root);
        lock = root.resolve(".git/index.lock");
    }

    private Stage stage(long holdMillis, long lockMillis, int heldMax) throws Exception {
        Path state = temporary.resolve("state");
        return new Stage(
                new GitWatchSettings(
                        root, Stage.PROJECT, state, 100, 50, holdMillis, lockMillis, heldMax, 1_000, 10_000),
                intake);
    }

    @Test
    void aLockThatWasLeftBehindHoldsNotForEverAndIsWarnedOfOnce() throws Exception {
        try (Stage stage = stage(300, 500, 1_000)) {
            Files.createFile(lock);
            shell.write("mine", "1");
            stage.await("the change", told -> told.files().contains("created mine"));
            stage.await(
                    "a warning",
                    told -> told.told().stream()
                            .anyMatch(event -> event.text("message").contains("index.lock")));
            shell.write("mine", "12");
            stage.awaitFiles();
            assertThat(stage.told())
                    .filteredOn(event -> event.type().equals("system_status"))
                    .hasSize(1);
            Files.delete(lock);
            shell.write("mine", "123");
            stage.awaitFiles();
            assertThat(stage.files()).containsOnly("created mine", "modified mine");
        }
    }

    @Test
    void whatIsBeyondTheLimitComesAgain() throws Exception {
        try (Stage stage = stage(60_000, 60_000, 300)) {
            Files.createFile(lock);
            shell.run("for i in $(seq 1 900); do echo $i > f$i; done");
            // However the changes are batched, 900 do not fit into 300.
            stage.awaitHeld(1);
            assertThat(stage.files()).isEmpty();
            Files.delete(lock);
            stage.awaitFiles();
            assertThat(java.util.Set.copyOf(stage.files())).hasSizeGreaterThanOrEqualTo(900);
        }
    }

    @Test
    void whatIsHeldIsToldAtTheEnd() throws Exception {
        try (Stage stage = stage(60_000, 60_000, 1_000)) {
            Files.createFile(lock);
            shell.write("mine", "1");
            stage.awaitHeld(1);
            assertThat(stage.files()).isEmpty();
        }
        assertThat(intake.told()).extracting(Told::change).containsExactly("created mine");
    }

    @Test
    void addingAndRefreshingFoldsNothing() throws Exception {
        shell.commit("b", "b");
        try (Stage stage = stage(10_000, 60_000, 1_000)) {
            shell.append("a", "mine\n");
            shell.run("git add a && git status");
            shell.append("b", "mine\n");
            shell.run("git status && git add -A . && git commit -q -m both");
            stage.awaitFiles();
            stage.awaitCommits("both");
            assertThat(stage.files()).containsOnly("modified a", "modified b");
            assertThat(stage.operations()).isEmpty();
        }
    }

    @Test
    void aRepositoryThatGitRefusesHoldsNothingAndSaysWhy() throws Exception {
        Files.writeString(root.resolve(".git/config"), "[core\nbroken", java.nio.file.StandardOpenOption.APPEND);
        try (Stage stage = stage(10_000, 60_000, 1_000)) {
            shell.write("mine", "1");
            stage.awaitFiles();
            assertThat(stage.files()).containsOnly("created mine");
            assertThat(stage.git.status().detail()).contains("cannot be watched");
        }
    }

    @Test
    void whatWasNeverStartedCanBeClosedAndHoldsNothing() throws Exception {
        Path state = temporary.resolve("state");
        ChangeListener inner = new IntakeListener(intake, Stage.PROJECT);
        GitWatch watch = new GitWatch(
                Stage.settings(root, state), Git.of(System.getenv()), Keeper.of(intake), inner, Clock.system());
        watch.close();
        assertThat(watch.listener().onChanges(List.of(FileChange.created("a")))).isTrue();
        assertThat(intake.told()).extracting(Told::change).containsExactly("created a");
    }
}
