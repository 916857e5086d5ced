package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.AutoCommit.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots beside the work, which notices nothing of them. */
class ShadowTest {
    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing shadow;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n")
                .write("beds/one.txt", "1\n")
                .write("old.txt", "old\n")
                .commit("one");
        shadow = Committing.shadow(garden, temporary.resolve("own"));
    }

    @Test
    void savesWhatIsInTheWorkTreeAndTouchesNothing() throws Exception {
        garden.write("rose.txt", "white\n").write("new file.txt", "new\n");
        Files.delete(garden.path.resolve("old.txt"));
        garden.write("beds/one.txt", "staged\n");
        garden.git("add", "beds/one.txt");
        garden.write("beds/one.txt", "not staged\n");
        byte[] index = garden.index();
        String head = garden.git("rev-parse", "HEAD");
        String branches = garden.git("branch", "-a");
        Outcome.Committed committed = shadow.commits();
        assertThat(garden.index()).isEqualTo(index);
        assertThat(garden.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(garden.git("branch", "-a")).isEqualTo(branches);
        assertThat(committed.ref()).isEqualTo("refs/herald/work");
        assertThat(garden.git("rev-parse", "refs/herald/work")).isEqualTo(committed.hash());
        assertThat(garden.files(committed.hash(), temporary)).isEqualTo(GitDirectory.files(garden.path));
        assertThat(garden.git("log", "-1", "--format=%P", committed.hash())).isEqualTo(head);
        assertThat(garden.git("log", "-1", "--format=%(trailers)", committed.hash()))
                .isEqualTo("Herald-Trigger: manual\nHerald-Position: 1-0\nHerald-Base: " + head);
        assertThat(committed.message())
                .startsWith("Snapshot of work: 4 files in ., beds\n\n1 added, 2 modified, 1 deleted\n");
        assertThat(shadow.intake.kinds()).containsExactly("start", "result");
        garden.fsck();
    }

    @Test
    void theNextSnapshotFollowsTheLastAndNamesHeadAsWell() throws Exception {
        String head = garden.git("rev-parse", "HEAD");
        garden.write("rose.txt", "white\n");
        String first = shadow.commits().hash();
        garden.write("rose.txt", "blue\n");
        String second = shadow.commits().hash();
        assertThat(garden.git("log", "-1", "--format=%P", second)).isEqualTo(first + " " + head);
        String third = garden.commit("two").git("rev-parse", "HEAD");
        garden.write("rose.txt", "green\n");
        assertThat(garden.git("log", "-1", "--format=%P", shadow.commits().hash()))
                .isEqualTo(second + " " + third);
    }

    @Test
    void withoutAnythingNewThereIsNoSnapshotAndWhatTriggeredItselfSaysNothing() throws Exception {
        assertThat(shadow.run(Trigger.CHANGE)).isInstanceOf(Outcome.Nothing.class);
        assertThat(shadow.run(Trigger.SCHEDULE)).isInstanceOf(Outcome.Nothing.class);
        assertThat(shadow.intake.events()).isEmpty();
        assertThat(shadow.findsNothing().why()).contains("Nothing is unsaved");
        assertThat(shadow.intake.kinds()).containsExactly("start", "result");
        assertThat(shadow.intake.events().getLast()).contains("\"success\":false");
        garden.write("rose.txt", "white\n");
        shadow.commits();
        assertThat(shadow.findsNothing().why()).contains("last snapshot");
        assertThat(garden.git("rev-list", "--count", "refs/herald/work")).isEqualTo("2");
    }

    @Test
    void savesBeforeTheFirstCommitAndWithoutABranch() throws Exception {
        GitDirectory fresh = new GitDirectory(temporary.resolve("fresh"));
        Committing saving = Committing.shadow(fresh, temporary.resolve("own2"));
        assertThat(saving.findsNothing().why()).contains("Nothing is unsaved");
        fresh.write("a", "1");
        Outcome.Committed first = saving.commits();
        assertThat(fresh.git("log", "-1", "--format=%P|%(trailers:key=Herald-Base,valueonly)", first.hash()))
                .isEqualTo("|none");
        fresh.write("a", "2");
        assertThat(fresh.git("log", "-1", "--format=%P", saving.commits().hash()))
                .isEqualTo(first.hash());
        garden.git("checkout", "-q", "--detach");
        garden.write("rose.txt", "white\n");
        assertThat(shadow.commits().ref()).isEqualTo("refs/herald/HEAD");
    }
}
