package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does to files just after git had to do with them is told. */
@Timeout(120)
class SinceOperationTest {
    private static final int FILES = 12;

    @TempDir
    private Path temporary;

    private Shell shell;
    private Stage stage;

    @BeforeEach
    void makeRepository() throws Exception {
        Path root = temporary.resolve("root");
        shell = Shell.repository(root);
        shell.run("git checkout -q -b topic; for i in $(seq " + FILES + "); do echo topic > f$i; done; git add -A;"
                + " git commit -q -m topic; for i in $(seq " + FILES + "); do echo more > f$i; done;"
                + " git commit -q -a -m more");
        stage = new Stage(root, temporary.resolve("state"));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void anEditThatIsCommittedAtOnceAfterACheckout() throws Exception {
        shell.run("git checkout -q topic~1");
        stage.awaitOperations(1);
        stage.awaitFiles();
        shell.run("echo mine >> f1; git commit -q -a -m mine");
        stage.await("the edit", told -> told.files().contains("modified f1"));
        assertThat(stage.files()).containsExactly("modified f1");
    }

    @Test
    void anEditThatIsCommittedAtOnceAfterAResetToHead() throws Exception {
        shell.run("echo wrong > f2; echo wrong > f3");
        stage.awaitFiles();
        shell.run("git reset -q --hard; sleep 0.1; echo mine >> f1; git commit -q -a -m mine");
        stage.await("the edit", told -> told.files().contains("modified f1"));
        stage.awaitOperations(1);
        assertThat(stage.onlyOperation().list("paths")).containsExactlyInAnyOrder("f2", "f3");
    }

    @Test
    void aCheckoutOfFilesThatAResetLeftAlone() throws Exception {
        shell.run("git reset -q HEAD~1");
        stage.awaitOperations(1);
        stage.awaitFiles();
        assertThat(stage.files()).isEmpty();
        shell.run("git checkout -q .");
        stage.await(
                "each, or all as one",
                told -> told.files().size() == FILES || told.operations().size() == 2);
    }
}
