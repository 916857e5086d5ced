package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A repository whose moves of HEAD nobody writes down. */
@Timeout(120)
class UnloggedTest {
    @TempDir
    private Path temporary;

    private Shell shell;
    private Path root;

    /** Main with one file, topic with many more. */
    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.resolve("root");
        shell = Shell.empty(root);
        shell.run("git config core.logAllRefUpdates false");
        shell.commit("a", "first");
        shell.run("git checkout -q -b topic && mkdir d && for i in $(seq 300); do echo $i > d/$i; done"
                + " && git add -A . && git commit -q -m many && git checkout -q main");
        assertThat(shell.attempt("ls .git/logs/HEAD").status()).isNotZero();
    }

    private Stage stage() throws Exception {
        return new Stage(root, temporary.resolve("state"));
    }

    private void tellsOne(Stage stage, String script, String operation, String from, String to) throws Exception {
        stage.intake.forget();
        shell.run(script);
        stage.awaitOperations(1);
        stage.awaitFiles();
        Told only = stage.onlyOperation();
        assertThat(only.text("operation")).isEqualTo(operation);
        assertThat(only.text("from")).isEqualTo(from);
        assertThat(only.text("to")).isEqualTo(to);
        assertThat(only.number("files_changed")).isEqualTo(300);
        assertThat(stage.files()).as(script).isEmpty();
    }

    @Test
    void aCheckoutIsOneEventEachWay() throws Exception {
        String main = shell.hash("main");
        String topic = shell.hash("topic");
        try (Stage stage = stage()) {
            tellsOne(stage, "git checkout -q topic", "checkout", "main", "topic");
            tellsOne(stage, "git switch -q main", "checkout", "topic", "main");
            tellsOne(stage, "git checkout -q " + topic, "checkout", "main", topic);
            tellsOne(stage, "git checkout -q " + main, "checkout", topic, main);
        }
    }

    @Test
    void aMoveOfTheBranchIsOneEvent() throws Exception {
        String main = shell.hash("main");
        String topic = shell.hash("topic");
        try (Stage stage = stage()) {
            tellsOne(stage, "git merge -q --ff-only topic", "update", main, topic);
            tellsOne(stage, "git reset -q --hard " + main, "update", topic, main);
        }
    }

    @Test
    void aCommitAndTheUsersEditsAreTold() throws Exception {
        try (Stage stage = stage()) {
            shell.write("mine", "1\n");
            stage.awaitFiles();
            shell.run("git add mine && git commit -q -m mine");
            stage.awaitCommits("mine");
            shell.write("mine", "2\n");
            shell.write("a", "2\n");
            stage.awaitFiles();
            assertThat(stage.operations()).isEmpty();
            assertThat(stage.files()).containsExactlyInAnyOrder("created mine", "modified mine", "modified a");
        }
    }

    @Test
    void packedBranchesAndNewOnesMakeNoDifference() throws Exception {
        shell.run("git pack-refs --all");
        try (Stage stage = stage()) {
            tellsOne(stage, "git checkout -q topic", "checkout", "main", "topic");
            stage.intake.forget();
            shell.run("git branch other && git checkout -q -b another");
            shell.write("a", "2\n");
            stage.awaitFiles();
            assertThat(stage.files()).containsExactly("modified a");
        }
    }
}
