package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That an operation is one event, and what a user does is told as it is; with the real git. */
@Timeout(120)
class OperationsTest {
    @TempDir
    private Path temporary;

    private Shell shell;
    private Path root;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.resolve("root");
        shell = Shell.repository(root);
    }

    private Stage stage() throws Exception {
        return new Stage(root, temporary.resolve("state"));
    }

    /** A branch with so many files more. */
    private void branchWithFiles(String branch, int count) throws Exception {
        shell.run("blob=$(echo " + branch + " | git hash-object -w --stdin) && git checkout -q -b " + branch
                + " && seq 1 " + count + " | sed \"s|.*|100644 $blob\\t" + branch
                + "/&|\" | git update-index --index-info"
                + " && git commit -q -m " + branch + " && git reset -q --hard && git checkout -q main");
    }

    @Test
    void aCheckoutOfFiveThousandFilesIsOneEvent() throws Exception {
        branchWithFiles("one", 2_500);
        branchWithFiles("two", 2_500);
        shell.run("git checkout -q one");
        try (Stage stage = stage()) {
            shell.run("git checkout -q two");
            stage.awaitOperations(1);
            stage.awaitFiles();
            Told operation = stage.onlyOperation();
            assertThat(operation.source()).isEqualTo("git");
            assertThat(operation.text("operation")).isEqualTo("checkout");
            assertThat(operation.text("from")).isEqualTo("one");
            assertThat(operation.text("to")).isEqualTo("two");
            assertThat(operation.text("from_commit")).isEqualTo(shell.hash("one"));
            assertThat(operation.text("to_commit")).isEqualTo(shell.hash("two"));
            assertThat(operation.number("files_changed")).isEqualTo(5_000);
            assertThat(operation.list("paths")).hasSize(100);
            assertThat(operation.data().path("is_truncated").asBoolean()).isTrue();
            assertThat(stage.files()).isEmpty();
            shell.write("one/1", "mine");
            shell.write("two/1", "mine");
            stage.awaitFiles();
            assertThat(stage.files()).containsOnly("created one/1", "modified two/1");
        }
    }

    @Test
    void aStashIsOneEventEachWay() throws Exception {
        shell.commit("b", "b");
        try (Stage stage = stage()) {
            shell.append("a", "mine\n");
            shell.write("b", "mine too\n");
            shell.write("new", "added");
            shell.write("unknown", "to git");
            shell.run("git add new");
            stage.awaitFiles();
            stage.intake.forget();
            shell.run("git stash push -q -u");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("stash_push");
            assertThat(stage.onlyOperation().list("paths")).containsExactlyInAnyOrder("a", "b", "new", "unknown");
            assertThat(stage.files()).isEmpty();
            stage.intake.forget();
            shell.run("git stash pop -q");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isIn("stash_pop", "stash_apply");
            assertThat(stage.onlyOperation().list("paths")).containsExactlyInAnyOrder("a", "b", "new", "unknown");
            assertThat(stage.files()).isEmpty();
        }
    }

    @Test
    void aRebaseIsOneStoryAndItsCommitsFollow() throws Exception {
        shell.run("git checkout -q -b topic");
        for (int i = 1; i <= 4; i++) {
            shell.commit("t" + i, "t" + i);
        }
        shell.run("git checkout -q main");
        shell.commit("m", "on main");
        shell.run("git checkout -q topic");
        try (Stage stage = stage()) {
            shell.run("git rebase -q main");
            stage.awaitCommits("t1", "t2", "t3", "t4");
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("rebase");
            assertThat(stage.onlyOperation().text("outcome")).isEqualTo("finished");
            assertThat(stage.onlyOperation().list("paths")).containsExactly("m");
            assertThat(stage.told().getFirst().isOperation()).isTrue();
            assertThat(stage.files()).isEmpty();
        }
    }

    @Test
    void aRebaseThatStopsIsToldAndLeavesTheUsersEditsAlone() throws Exception {
        shell.run("git checkout -q -b topic");
        shell.commit("t", "t");
        shell.commit("a", "topic a");
        shell.run("git checkout -q main");
        shell.commit("a", "main a");
        shell.commit("m", "main m");
        shell.run("git checkout -q topic");
        try (Stage stage = stage()) {
            assertThat(shell.attempt("git rebase main").status()).isNotZero();
            stage.awaitOperations(1);
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("rebase");
            assertThat(stage.onlyOperation().text("outcome")).isEqualTo("stopped");
            assertThat(stage.onlyOperation().list("paths")).contains("a", "m");
            stage.awaitFiles();
            assertThat(stage.files()).isEmpty();
            shell.write("a", "solved");
            shell.write("beside", "mine");
            stage.awaitFiles();
            assertThat(stage.files()).containsOnly("modified a", "created beside");
            stage.intake.forget();
            shell.run("git add a && git rebase --continue");
            stage.awaitCommits("t", "topic a");
            stage.awaitFiles();
            assertThat(stage.files()).isEmpty();
            assertThat(stage.operations()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aMergeThatStopsIsToldOnce() throws Exception {
        shell.run("git checkout -q -b topic");
        shell.commit("t", "t");
        shell.commit("a", "topic a");
        shell.run("git checkout -q main");
        shell.commit("a", "main a");
        try (Stage stage = stage()) {
            assertThat(shell.attempt("git merge topic").status()).isNotZero();
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("merge");
            assertThat(stage.onlyOperation().text("outcome")).isEqualTo("stopped");
            assertThat(stage.onlyOperation().text("to")).isEqualTo(shell.hash("topic"));
            assertThat(stage.onlyOperation().list("paths")).containsExactlyInAnyOrder("a", "t");
            assertThat(stage.files()).isEmpty();
            shell.write("a", "solved");
            stage.awaitFiles();
            assertThat(stage.files()).containsOnly("modified a");
            shell.run("git add a && git commit -q -m merged");
            stage.awaitCommits("merged");
            assertThat(stage.operations()).hasSize(1);
        }
    }

    @Test
    void whatTheUserDoesMeanwhileIsTold() throws Exception {
        branchWithFiles("topic", 50);
        shell.append("a", "changed by hand before\n");
        try (Stage stage = stage()) {
            shell.run("git checkout -q topic && echo mine >> topic/7 && echo mine > own && rm topic/9");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().number("files_changed")).isEqualTo(50);
            assertThat(stage.files()).containsOnly("created topic/7", "created own");
        }
    }

    @Test
    void aResetOfWhatIsNotCommittedIsOneEvent() throws Exception {
        shell.commit("b", "b");
        try (Stage stage = stage()) {
            shell.write("a", "mine");
            shell.write("b", "mine");
            stage.awaitFiles();
            stage.intake.forget();
            shell.run("git reset -q --hard");
            stage.awaitOperations(1);
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("reset");
            assertThat(stage.onlyOperation().list("paths")).containsExactlyInAnyOrder("a", "b");
            assertThat(stage.files()).isEmpty();
        }
    }

    @Test
    void filesTakenBackInBulkAreOneEvent() throws Exception {
        branchWithFiles("many", 300);
        shell.run("git checkout -q many");
        try (Stage stage = stage()) {
            shell.run("for f in many/*; do echo mine > $f; done");
            stage.await("300 changes", told -> told.files().size() == 300);
            stage.intake.forget();
            shell.run("git restore .");
            stage.awaitOperations(1);
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("restore");
            assertThat(stage.onlyOperation().number("files_changed")).isEqualTo(300);
            assertThat(stage.files()).isEmpty();
        }
    }

    @Test
    void aPlainCommitIsNoOperationAndItsFilesAreTold() throws Exception {
        try (Stage stage = stage()) {
            shell.run(
                    "for i in $(seq 1 30); do echo x > f$i; done; git add -A . && git commit -q -m thirty; git status");
            stage.awaitCommits("thirty");
            stage.awaitFiles();
            assertThat(stage.files()).hasSize(30);
            assertThat(stage.operations()).isEmpty();
        }
    }

    @Test
    void withoutALogACheckoutIsFoundByWhatHeadStandsOn() throws Exception {
        shell.commit("b", "b");
        shell.commit("b", "b again");
        shell.run("git config core.logAllRefUpdates false && rm -rf .git/logs");
        try (Stage stage = stage()) {
            shell.commit("c", "c");
            stage.awaitCommits("c");
            stage.awaitFiles();
            assertThat(stage.operations()).isEmpty();
            assertThat(stage.files()).containsOnly("created c");
            stage.intake.forget();
            shell.run("git checkout -q HEAD~2");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("checkout");
            assertThat(stage.onlyOperation().list("paths")).containsExactly("b", "c");
            assertThat(stage.files()).isEmpty();
        }
    }
}
