package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told when a server comes back, crashed, or its intake did not take everything. */
@Timeout(120)
class RestartTest {
    @TempDir
    private Path temporary;

    private final RecordingIntake intake = new RecordingIntake();
    private Shell shell;
    private Path root;
    private Path state;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.resolve("root");
        state = temporary.resolve("state");
        shell = Shell.repository(root);
    }

    private Path file() throws IOException {
        try (Stream<Path> inside = Files.list(state)) {
            return inside.filter(path -> path.toString().endsWith(".tips"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void watchOnce() throws Exception {
        new Stage(root, state, intake).close();
    }

    @Test
    void aFirstStartTellsNothingOldAndALaterOneWhatHappenedMeanwhile() throws Exception {
        watchOnce();
        assertThat(intake.told()).isEmpty();
        shell.commit("a", "while down");
        shell.run("git checkout -q -b other");
        shell.commit("b", "while down, too");
        try (Stage stage = new Stage(root, state, intake)) {
            stage.awaitCommits("while down", "while down, too");
            // Not told as operations: nobody knows which changes of files were seen.
            assertThat(stage.operations()).isEmpty();
            shell.commit("b", "up again");
            stage.awaitCommits("while down", "while down, too", "up again");
        }
        watchOnce();
        assertThat(intake.doubled()).isZero();
    }

    @Test
    void ofTooManyTheNewestAreToldAndTheOthersCounted() throws Exception {
        watchOnce();
        for (int i = 1; i <= 8; i++) {
            shell.run("git commit -q --allow-empty -m c" + i);
        }
        GitWatchSettings usual = Stage.settings(root, state);
        GitWatchSettings few =
                new GitWatchSettings(root, usual.project(), state, 100, 50, 10_000, 60_000, 100_000, 5, 10_000);
        try (Stage stage = new Stage(few, intake)) {
            stage.awaitCommits("c4", "c5", "c6", "c7", "c8");
            Told note = intake.told().getFirst();
            assertThat(note.type()).isEqualTo("system_status");
            assertThat(note.number("commits_left_out")).isEqualTo(3);
            assertThat(note.text("message")).contains(shell.hash("HEAD~4"));
        }
        watchOnce();
        assertThat(intake.told()).hasSize(6);
    }

    @Test
    void aCrashBeforeItWasWrittenDownDoublesNothing() throws Exception {
        watchOnce();
        Path before = temporary.resolve("before");
        Files.copy(file(), before);
        try (Stage stage = new Stage(root, state, intake)) {
            shell.commit("a", "one");
            stage.awaitCommits("one");
        }
        Files.copy(before, file(), StandardCopyOption.REPLACE_EXISTING);
        shell.commit("a", "two");
        try (Stage stage = new Stage(root, state, intake)) {
            stage.awaitCommits("one", "two");
            assertThat(intake.doubled()).isEqualTo(1);
        }
    }

    @Test
    void aBrokenRecordIsABeginningAndAWarning() throws Exception {
        watchOnce();
        Files.writeString(file(), "herald git 1\nrepo");
        shell.commit("a", "unseen");
        try (Stage stage = new Stage(root, state, intake)) {
            stage.await(
                    "a warning",
                    told -> told.told().stream()
                            .anyMatch(event -> event.text("message").contains("is broken")));
            shell.commit("a", "seen");
            stage.awaitCommits("seen");
        }
        watchOnce();
        assertThat(intake.told()).filteredOn(Told::isCommit).hasSize(1);
    }

    @Test
    void anIntakeThatRefusesGetsThemLaterInTheSameOrder() throws Exception {
        try (Stage stage = new Stage(root, state, intake)) {
            intake.refuse(8);
            shell.run("git checkout -q -b topic");
            shell.commit("a", "one");
            shell.commit("a", "two");
            stage.awaitCommits("one", "two");
            stage.awaitFiles();
            assertThat(intake.refused()).isEqualTo(8);
            assertThat(intake.doubled()).isZero();
            assertThat(stage.operations()).hasSize(1);
            assertThat(stage.told().getFirst().isOperation()).isTrue();
            assertThat(stage.files()).containsOnly("modified a");
        }
    }

    @Test
    void aBranchThatGoesBackBringsNothingNew() throws Exception {
        watchOnce();
        String first = shell.commit("a", "first try");
        try (Stage stage = new Stage(root, state, intake)) {
            stage.awaitCommits("first try");
            shell.run("git commit -q --amend -m 'second try'");
            stage.awaitCommits("first try", "second try");
            shell.run("git reset -q --hard " + first);
            stage.awaitOperations(1);
            shell.commit("a", "third");
            stage.awaitCommits("first try", "second try", "third");
            assertThat(intake.doubled()).isZero();
        }
    }

    @Test
    void commitsThatAreGoneDisturbNothing() throws Exception {
        shell.run("git branch kept");
        shell.commit("a", "one");
        watchOnce();
        shell.run("git reset -q --hard HEAD~1 && git reflog expire --expire=now --all && git gc -q --prune=now");
        shell.commit("b", "instead");
        try (Stage stage = new Stage(root, state, intake)) {
            stage.awaitCommits("instead");
        }
    }

    @Test
    void anotherRepositoryInTheSamePlaceIsABeginning() throws Exception {
        watchOnce();
        Path old = file();
        List<String> lines = Files.readAllLines(old);
        lines.set(1, "repository /elsewhere/.git");
        Files.write(old, lines);
        shell.commit("a", "old");
        try (Stage stage = new Stage(root, state, intake)) {
            shell.commit("a", "new");
            stage.awaitCommits("new");
        }
    }
}
