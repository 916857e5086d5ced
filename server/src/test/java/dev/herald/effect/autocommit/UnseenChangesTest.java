package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that one may overlook: those that git was told to overlook, of ignored files, of a mode alone. */
class UnseenChangesTest {
    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing shadow;
    private Committing branch;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("assumed.txt", "1\n")
                .write("skipped.txt", "1\n")
                .write("gone.txt", "1\n")
                .write("rose.txt", "red\n")
                .commit("one");
        shadow = Committing.shadow(garden, temporary.resolve("own"));
        branch = new Committing(Committing.settings(garden, temporary.resolve("own2"), AutoCommitMode.BRANCH)
                .at(BranchTest.PACE));
    }

    @Test
    void whatGitTakesForUnchangedIsSavedInASnapshotAndNamedOnABranch() throws Exception {
        garden.git("update-index", "--assume-unchanged", "assumed.txt");
        garden.git("update-index", "--skip-worktree", "skipped.txt", "gone.txt");
        garden.write("assumed.txt", "2\n").write("skipped.txt", "2\n");
        Files.delete(garden.path.resolve("gone.txt"));
        assertThat(garden.git("status", "--porcelain")).isEmpty();
        String flags = garden.git("ls-files", "-v");
        String hash = shadow.commits().hash();
        assertThat(garden.git("show", hash + ":assumed.txt")).isEqualTo("2");
        assertThat(garden.git("show", hash + ":skipped.txt")).isEqualTo("2");
        assertThat(garden.git("show", hash + ":gone.txt"))
                .as("never checked out, as far as one can tell")
                .isEqualTo("1");
        LeftOut[] named = {
            new LeftOut("assumed.txt", LeftOut.Why.MARKED_UNCHANGED),
            new LeftOut("skipped.txt", LeftOut.Why.MARKED_UNCHANGED)
        };
        assertThat(branch.findsNothing().leftOut().named()).containsExactly(named);
        garden.write("rose.txt", "white\n");
        assertThat(branch.commits().leftOut().named()).containsExactly(named);
        assertThat(garden.git("show", "--format=", "--name-only")).isEqualTo("rose.txt");
        assertThat(garden.git("ls-files", "-v")).as("the marks stay").isEqualTo(flags);
        garden.git("update-index", "--no-assume-unchanged", "assumed.txt");
        branch.commits();
        assertThat(garden.git("show", "HEAD:assumed.txt")).isEqualTo("2");
    }

    @Test
    void aSparseCheckoutHasDeletedNothing() throws Exception {
        garden.write("beds/one.txt", "1\n").write("walls/one.txt", "1\n").commit("two");
        garden.git("sparse-checkout", "set", "beds");
        garden.write("beds/one.txt", "2\n");
        String hash = shadow.commits().hash();
        assertThat(garden.git("show", hash + ":walls/one.txt")).isEqualTo("1");
        branch.commits();
        assertThat(garden.git("show", "--format=", "--name-only")).isEqualTo("beds/one.txt");
    }

    @Test
    void trackedFilesThatARuleNamesAndAModeAloneAreSaved() throws Exception {
        garden.write(".gitignore", "rose.txt\n").commit("two");
        garden.write("rose.txt", "white\n");
        assertThat(garden.path.resolve("gone.txt").toFile().setExecutable(true)).isTrue();
        Outcome.Committed committed = shadow.commits();
        assertThat(garden.git("show", committed.hash() + ":rose.txt")).isEqualTo("white");
        assertThat(garden.git("ls-tree", committed.hash(), "gone.txt")).startsWith("100755");
        assertThat(branch.commits().changes()).isEqualTo(2);
    }

    @Test
    void sameSizeAndTimeIsStillAChange() throws Exception {
        Path file = garden.path.resolve("rose.txt");
        FileTime time = Files.getLastModifiedTime(file);
        garden.write("rose.txt", "wht\n");
        Files.setLastModifiedTime(file, time);
        shadow.commits();
        assertThat(garden.git("show", "refs/herald/work:rose.txt")).isEqualTo("wht");
        garden.write("rose.txt", "blu\n");
        Files.setLastModifiedTime(file, time);
        shadow.commits();
        assertThat(garden.git("show", "refs/herald/work:rose.txt")).isEqualTo("blu");
    }
}
