package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That each of git's commands is one event, and that none of its file changes is told beside. */
@Timeout(120)
class EachOperationTest {
    @TempDir
    private Path temporary;

    private Shell shell;
    private Path root;

    /** Main and topic with a commit of their own each beside the first one; topic has two. */
    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.resolve("root");
        shell = Shell.repository(root);
        shell.run("git checkout -q -b topic");
        shell.commit("t1", "t1");
        shell.commit("t2", "t2");
        shell.run("git checkout -q main");
        shell.commit("m", "m");
    }

    private Told after(String script) throws Exception {
        try (Stage stage = new Stage(root, temporary.resolve("state-" + System.nanoTime()))) {
            shell.run(script);
            stage.awaitOperations(1);
            stage.awaitFiles();
            Told only = stage.onlyOperation();
            assertThat(stage.files()).isEmpty();
            assertThat(only.text("outcome")).isEqualTo("finished");
            return only;
        }
    }

    private static List<String> of(Told operation) {
        List<String> all = new java.util.ArrayList<>(List.of(operation.text("operation")));
        all.addAll(operation.list("paths"));
        return all;
    }

    @Test
    void pickingRevertingAndApplying() throws Exception {
        assertThat(of(after("git cherry-pick main..topic"))).containsExactly("cherry_pick", "t1", "t2");
        assertThat(of(after("git revert --no-edit HEAD HEAD~1"))).containsExactly("revert", "t1", "t2");
        assertThat(of(after("git format-patch -q --stdout main~4..topic > ../patches; git reset -q --hard HEAD~4")))
                .containsExactly("reset");
        assertThat(of(after("git am -q ../patches"))).containsExactly("am", "t1", "t2");
    }

    @Test
    void mergingForwardAndPullingWithRebase() throws Exception {
        shell.run("git clone -q --bare . ../remote.git && git remote add origin ../remote.git && git fetch -q");
        shell.run("git checkout -q topic && git branch -q -u origin/main");
        Told pull = after("git pull -q --rebase");
        assertThat(of(pull)).containsExactly("pull", "m");
        assertThat(pull.text("to_commit")).isEqualTo(shell.hash("topic"));
        shell.run("git checkout -q main");
        assertThat(of(after("git merge -q --ff-only topic"))).containsExactly("merge", "t1", "t2");
        assertThat(of(after("git switch -q -c other"))).containsExactly("checkout");
        assertThat(of(after("git reset -q --hard HEAD~3"))).containsExactly("reset", "m", "t1", "t2");
    }

    @Test
    void anInteractiveRebaseWithSquashes() throws Exception {
        shell.run("git checkout -q topic");
        Told rebase = after("GIT_SEQUENCE_EDITOR=\"sed -i '2s/^pick/squash/'\" git rebase -q -i main");
        assertThat(of(rebase)).containsExactly("rebase", "m");
        assertThat(shell.run("git rev-list --count main..topic")).isEqualTo("1");
    }

    @Test
    void takingAMergeBack() throws Exception {
        shell.commit("t1", "another t1");
        try (Stage stage = new Stage(root, temporary.resolve("state"))) {
            assertThat(shell.attempt("git merge -q topic").status()).isNotZero();
            stage.awaitOperations(1);
            stage.awaitFiles();
            shell.run("git merge --abort");
            stage.awaitFiles();
            // Whether its files come as part of a reset or as they are, none of them is the user's and none is lost.
            assertThat(stage.operations().getFirst().text("outcome")).isEqualTo("stopped");
            assertThat(stage.operations().getFirst().list("paths")).contains("t1", "t2");
        }
    }
}
