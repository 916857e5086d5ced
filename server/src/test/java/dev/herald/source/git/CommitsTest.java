package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which commits are told, with the real git. */
@Timeout(120)
class CommitsTest {
    @TempDir
    private Path temporary;

    private Shell shell;
    private Path root;
    private Path state;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.resolve("root");
        state = temporary.resolve("state");
        shell = Shell.repository(root);
    }

    @Test
    void tellsEachCommitWithAllThatItIs() throws Exception {
        try (Stage stage = new Stage(root, state)) {
            String hash = shell.commit("b/c", "second, closes TASK-7");
            stage.awaitCommits("second, closes TASK-7");
            Told commit = stage.commits().getFirst();
            assertThat(commit.source()).isEqualTo("git");
            assertThat(commit.text("commit_hash")).isEqualTo(hash);
            assertThat(commit.text("author")).isEqualTo("Ada");
            assertThat(commit.text("branch")).isEqualTo("main");
            assertThat(commit.list("files_changed")).containsExactly("b/c");
            assertThat(commit.number("files_changed_count")).isEqualTo(1);
            assertThat(commit.number("insertions")).isEqualTo(1);
            assertThat(commit.number("deletions")).isZero();
            assertThat(commit.data().path("is_truncated").asBoolean(true)).isFalse();
            assertThat(commit.data().path("task_refs").toString())
                    .isEqualTo("[{\"task_id\":\"TASK-7\",\"action\":\"closes\"}]");
            shell.run("git mv b/c b/d && git commit -q --amend -m 'second again'");
            stage.awaitCommits("second, closes TASK-7", "second again");
            shell.run("git commit -q --allow-empty --allow-empty-message -m ''");
            stage.awaitCommits("second, closes TASK-7", "second again", "");
            assertThat(stage.commits().getLast().list("files_changed")).isEmpty();
            stage.awaitFiles();
            assertThat(stage.operations()).isEmpty();
            assertThat(stage.files()).anySatisfy(change -> assertThat(change).endsWith(" b/d"));
        }
    }

    @Test
    void tellsAMergeAndWhatItBroughtParentsFirst() throws Exception {
        shell.run("git checkout -q -b topic");
        shell.commit("t", "on topic");
        shell.run("git checkout -q main");
        try (Stage stage = new Stage(root, state)) {
            shell.commit("m", "on main");
            shell.run("git merge -q --no-ff -m merged topic");
            stage.awaitCommits("on main", "merged");
            assertThat(stage.commits().getLast().list("files_changed")).containsExactly("t");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("merge");
            assertThat(stage.onlyOperation().list("paths")).containsExactly("t");
            assertThat(stage.files()).containsOnly("created m");
        }
    }

    @Test
    void tellsWhatIsFetchedAndNotAgainWhatIsPulledThen() throws Exception {
        shell.run("git clone -q --bare . ../remote.git && git remote add origin ../remote.git && git fetch -q");
        Shell other = new Shell(temporary.resolve("other"));
        shell.run("git clone -q ../remote.git ../other");
        other.run("git config user.name Bob && git config user.email b@b");
        try (Stage stage = new Stage(root, state)) {
            other.commit("r", "remote one");
            other.run("git push -q");
            shell.run("git fetch -q");
            stage.awaitCommits("remote one");
            assertThat(stage.commits().getFirst().text("branch")).isEqualTo("origin/main");
            assertThat(stage.commits().getFirst().text("author")).isEqualTo("Bob");
            other.commit("r", "remote two");
            other.run("git push -q");
            shell.run("git pull -q --ff-only origin main");
            stage.awaitCommits("remote one", "remote two");
            // Whichever was seen first: the fetch has an end of its own.
            assertThat(stage.commits().getLast().text("branch")).isIn("main", "origin/main");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("pull");
            assertThat(stage.onlyOperation().list("paths")).containsExactly("r");
            assertThat(stage.files()).isEmpty();
        }
    }

    @Test
    void anotherWorkTreesCommitsAreTheProjectsToo() throws Exception {
        shell.run("git worktree add -q -b side ../side");
        Shell side = new Shell(temporary.resolve("side"));
        try (Stage stage = new Stage(root, state);
                Stage linked = new Stage(side.directory(), temporary.resolve("state2"))) {
            side.commit("s", "on the side");
            stage.awaitCommits("on the side");
            linked.awaitCommits("on the side");
            assertThat(stage.commits().getFirst().text("branch")).isEqualTo("side");
            linked.awaitFiles();
            assertThat(linked.files()).containsOnly("created s");
            shell.run("git checkout -q --detach && git checkout -q main");
            side.run("git reset -q --hard HEAD~1");
            linked.awaitOperations(1);
            assertThat(linked.onlyOperation().text("operation")).isEqualTo("reset");
        }
    }

    @Test
    void aDetachedCommitIsToldWhenABranchReachesIt() throws Exception {
        try (Stage stage = new Stage(root, state)) {
            shell.run("git checkout -q --detach");
            shell.commit("d", "detached");
            String hash = shell.commit("d", "detached too");
            shell.run("git checkout -q main");
            shell.commit("m", "on main");
            stage.awaitCommits("on main");
            shell.run("git branch kept " + hash);
            stage.awaitCommits("on main", "detached", "detached too");
            assertThat(stage.commits().getLast().text("branch")).isEqualTo("kept");
        }
    }

    @Test
    void anUnbornBranchHasAFirstCommit() throws Exception {
        Shell young = Shell.empty(temporary.resolve("young"));
        try (Stage stage = new Stage(young.directory(), state)) {
            young.commit("a", "the very first");
            stage.awaitCommits("the very first");
            assertThat(stage.commits().getFirst().list("files_changed")).containsExactly("a");
        }
    }

    @Test
    void aRepositoryThatIsMadeLaterIsFoundAndOneThatGoesIsLetGo() throws Exception {
        Path late = temporary.resolve("late");
        java.nio.file.Files.createDirectories(late);
        try (Stage stage = new Stage(late, state)) {
            Shell made = Shell.empty(late);
            made.commit("a", "made later");
            stage.awaitCommits("made later");
            made.run("rm -rf .git");
            made.write("alone", "x");
            stage.await("the change of a file", told -> told.files().contains("created alone"));
            Shell.empty(late).commit("b", "and again");
            stage.awaitCommits("made later", "and again");
        }
    }

    @Test
    void aSubmodulesCommitsAreNotTheProjects() throws Exception {
        Shell library = Shell.repository(temporary.resolve("library"));
        library.commit("l", "in the library");
        shell.run("git -c protocol.file.allow=always submodule --quiet add ../library library"
                + " && git commit -q -m 'with a submodule'");
        Shell sub = shell.in("library");
        sub.run("git config user.name Ada && git config user.email a@b");
        try (Stage stage = new Stage(root, state);
                Stage inside = new Stage(sub.directory(), temporary.resolve("state2"))) {
            sub.commit("l", "in the submodule");
            inside.awaitCommits("in the submodule");
            shell.commit("m", "in the project");
            stage.awaitCommits("in the project");
            assertThat(stage.commits().getFirst().list("files_changed")).containsExactly("library", "m");
            assertThat(inside.messages()).containsExactly("in the submodule");
        }
    }

    @Test
    void aDirectoryBelowTheTopNamesItsFilesAsItHasThem() throws Exception {
        shell.commit("below/x", "below");
        try (Stage stage = new Stage(root.resolve("below"), state)) {
            shell.write("above", "1");
            shell.commit("below/y", "both");
            stage.awaitCommits("both");
            assertThat(stage.commits().getFirst().list("files_changed")).containsExactly("y");
            stage.awaitFiles();
            stage.intake.forget();
            shell.run("git reset -q --hard HEAD~1");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().list("paths")).containsExactly("y");
            assertThat(stage.files()).isEmpty();
        }
    }

    @Test
    void namesAndMessagesNeedNotBeText() throws Exception {
        try (Stage stage = new Stage(root, state)) {
            shell.run("printf x > \"$(printf 'n\\377\\nq')\" && git add -A . && git -c i18n.commitEncoding=UTF-8"
                    + " commit -q -m \"$(printf 'b\\377d')\"");
            stage.await("a commit", told -> told.commits().size() == 1);
            assertThat(stage.messages().getFirst())
                    .startsWith("b")
                    .endsWith("d")
                    .hasSize(3);
            assertThat(stage.commits().getFirst().list("files_changed")).containsExactly("n\ufffd\nq");
            stage.awaitFiles();
            stage.intake.forget();
            shell.run("git checkout -q HEAD~1");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().list("paths")).containsExactly("n\ufffd\nq");
            shell.run("git checkout -q main");
            stage.awaitOperations(2);
            stage.awaitFiles();
            assertThat(stage.files()).isEmpty();
        }
    }

    @Test
    void aHugeCommitIsCutWithItsCount() throws Exception {
        try (Stage stage = new Stage(root, state)) {
            String text = "é".repeat(20_000);
            shell.write("../message", text);
            shell.run("blob=$(echo x | git hash-object -w --stdin) && seq 1 3000 | sed \"s|.*|100644 $blob\\tf/&|\""
                    + " | git update-index --index-info && git commit -q -F ../message && git rm -rq --cached f");
            stage.await("a commit", told -> told.commits().size() == 1);
            Told commit = stage.commits().getFirst();
            assertThat(commit.list("files_changed")).hasSize(PathList.COMMIT_COUNT_MAX);
            assertThat(commit.number("files_changed_count")).isEqualTo(3_000);
            assertThat(commit.number("insertions")).isEqualTo(3_000);
            assertThat(commit.text("message")).hasSize(CommitDraft.MESSAGE_LENGTH_MAX);
            assertThat(commit.data().path("is_truncated").asBoolean()).isTrue();
        }
    }
}
