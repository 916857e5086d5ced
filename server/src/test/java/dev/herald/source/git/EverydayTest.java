package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people do with git beside committing: commits are told once, and no operation that was none. */
@Timeout(120)
class EverydayTest {
    @TempDir
    private Path temporary;

    private Shell shell;
    private Path root;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.resolve("root");
        shell = Shell.repository(root);
        shell.commit("b", "second");
    }

    private Stage stage() throws Exception {
        return new Stage(root, temporary.resolve("state"));
    }

    @Test
    void namesOfBranchesAndRemotesChangeNothing() throws Exception {
        shell.run("git clone -q --bare . ../remote.git && git remote add origin ../remote.git && git fetch -q");
        for (String log : new String[] {"true", "false"}) {
            shell.run("git config core.logAllRefUpdates " + log + " && rm -rf .git/logs");
            try (Stage stage = stage()) {
                shell.run("git branch -m renamed && git branch -q extra && git tag -f t && git branch -q -D extra");
                shell.run("git remote rename -q origin up 2>/dev/null || git remote rename origin up");
                shell.run("git gc -q --prune=now && git pack-refs --all && git remote prune up");
                shell.commit("c", "after " + log);
                stage.awaitCommits("after " + log);
                stage.awaitFiles();
                assertThat(stage.commits().getFirst().text("branch")).isEqualTo("renamed");
                assertThat(stage.operations()).as(stage.summary()).isEmpty();
                assertThat(stage.files()).containsOnlyOnce(log.equals("true") ? "created c" : "modified c");
                shell.run("git branch -m main && git remote rename up origin");
            }
        }
    }

    @Test
    void aBranchWithoutHistoryBeginsAnew() throws Exception {
        try (Stage stage = stage()) {
            shell.run("git switch -q --orphan fresh");
            stage.awaitOperations(1);
            stage.awaitFiles();
            Told orphan = stage.onlyOperation();
            assertThat(orphan.text("operation")).isEqualTo("checkout");
            assertThat(orphan.text("to")).isEqualTo("fresh");
            assertThat(orphan.list("paths")).containsExactly("a", "b");
            assertThat(stage.files()).isEmpty();
            shell.commit("n", "root of fresh");
            stage.awaitCommits("root of fresh");
            stage.awaitFiles();
            assertThat(stage.commits().getFirst().text("branch")).isEqualTo("fresh");
            shell.run("git switch -q main");
            stage.awaitOperations(2);
            stage.awaitFiles();
            assertThat(stage.commits()).hasSize(1);
            assertThat(stage.operations()).as(stage.summary()).hasSize(2);
            assertThat(stage.operations().getLast().list("paths")).containsExactlyInAnyOrder("a", "b", "n");
            assertThat(stage.files()).containsExactly("created n");
        }
    }

    @Test
    void aMergeThatIsTakenBackAndDoneAgain() throws Exception {
        shell.run("git checkout -q -b topic && echo topic > a && echo t > t && git add -A . && git commit -q -m topic"
                + " && git checkout -q main && echo main > a && git commit -q -am main");
        try (Stage stage = stage()) {
            assertThat(shell.attempt("git merge -q topic").status()).isNotZero();
            stage.awaitOperations(1);
            shell.run("git merge --abort");
            stage.awaitFiles();
            assertThat(shell.attempt("git merge -q topic").status()).isNotZero();
            stage.await(
                    "two stops",
                    told -> told.operations().stream()
                                    .filter(each -> each.text("outcome").equals("stopped"))
                                    .count()
                            == 2);
            shell.write("a", "both\n");
            stage.awaitFiles();
            shell.run("git add a && git commit -q --no-edit");
            stage.await("the merge", told -> told.commits().size() == 1);
            stage.awaitFiles();
            assertThat(stage.commits()).hasSize(1);
            // What came of the files when the first one was taken back may be told as it is; the edit is told last.
            assertThat(stage.files()).last().isEqualTo("modified a");
        }
    }

    @Test
    void aSparseCheckoutAndALinkedWorkTreeBringNoCommits() throws Exception {
        shell.commit("one/x", "x");
        shell.commit("two/y", "y");
        try (Stage stage = stage()) {
            shell.run("git sparse-checkout set one");
            stage.awaitFiles();
            shell.run("git worktree add -q ../linked -b linked && git worktree remove ../linked");
            stage.awaitFiles();
            assertThat(stage.commits()).isEmpty();
            shell.run("git sparse-checkout disable");
            shell.commit("one/x", "more");
            stage.awaitCommits("more");
            stage.awaitFiles();
            assertThat(stage.commits()).hasSize(1);
        }
    }
}
