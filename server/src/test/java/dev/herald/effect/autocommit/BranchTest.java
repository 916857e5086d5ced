package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits on the branch, as the user would make them, and never in the middle of something. */
class BranchTest {
    /** Nothing waits long for other people here. */
    static final CommitPace PACE = new CommitPace(50, 200, 60_000, 50, 30, 200, 5_000, 10_000, 5_000);

    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing branch;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n").write("beds/one.txt", "1\n").commit("one");
        branch = committing(Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.BRANCH));
    }

    private static Committing committing(AutoCommitSettings settings) {
        return new Committing(settings.at(PACE));
    }

    @Test
    void commitsOnTheBranchAsItsUserAndLeavesNothingStaged() throws Exception {
        String before = garden.git("rev-parse", "HEAD");
        garden.write("rose.txt", "white\n").write("beds/two.txt", "2\n");
        Files.delete(garden.path.resolve("beds/one.txt"));
        Outcome.Committed committed = branch.commits();
        assertThat(garden.git("status", "--porcelain")).isEmpty();
        assertThat(garden.git("rev-parse", "refs/heads/work")).isEqualTo(committed.hash());
        assertThat(garden.git("log", "-1", "--format=%an <%ae> %P")).isEqualTo("Ada <ada@example.org> " + before);
        assertThat(garden.git("log", "-1", "--format=%(trailers)"))
                .isEqualTo("Herald-Trigger: manual\nHerald-Position: 1-0");
        assertThat(garden.git("diff-files"))
                .as("the index knows how the files look")
                .isEmpty();
        assertThat(garden.git("reflog", "-1", "--format=%gs")).isEqualTo("commit (herald): auto-commit");
        assertThat(branch.intake.kinds()).containsExactly("start", "result");
        assertThat(temporary.resolve("garden/.git")).isDirectoryNotContaining("glob:**herald-index*");
        garden.fsck();
    }

    @Test
    void commitsTheFirstCommitOfABranch() throws Exception {
        GitDirectory fresh = new GitDirectory(temporary.resolve("fresh"));
        fresh.write("a", "1");
        Committing first = committing(Committing.settings(fresh, temporary.resolve("own2"), AutoCommitMode.BRANCH));
        first.commits();
        assertThat(fresh.git("log", "--format=%P|%s")).isEqualTo("|Auto-commit: 1 file");
        assertThat(fresh.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void takesOnlyWhatIsInTheProjectsDirectory() throws Exception {
        garden.write("rose.txt", "white\n").write("beds/one.txt", "2\n");
        AutoCommitSettings settings = AutoCommitSettings.of(
                branch.settings.project(),
                garden.path.resolve("beds"),
                temporary.resolve("own2"),
                AutoCommitMode.BRANCH);
        committing(settings).commits();
        assertThat(garden.git("show", "--format=", "--name-only")).isEqualTo("beds/one.txt");
        assertThat(garden.git("status", "--porcelain")).isEqualTo("M rose.txt");
    }

    @Test
    void refusesWhenSomethingIsStagedAndTouchesNoneOfIt() throws Exception {
        garden.write("rose.txt", "staged\n");
        garden.git("add", "rose.txt");
        garden.write("rose.txt", "not staged\n").write("beds/one.txt", "2\n");
        byte[] index = garden.index();
        Outcome.Refused refused = branch.refuses();
        assertThat(refused.reason()).isEqualTo(Reason.STAGED_CHANGES);
        assertThat(garden.index()).isEqualTo(index);
        assertThat(branch.intake.kinds()).containsExactly("start", "error");
        assertThat(branch.intake.events().getLast())
                .contains("\"reason\":\"staged_changes\"", "\"changes_count\":2")
                .contains("commit or unstage it");
        garden.git("reset", "-q");
        branch.commits();
    }

    @Test
    void refusesOnADetachedHeadOnProtectedBranchesAndWhileTheIndexIsLocked() throws Exception {
        garden.write("rose.txt", "white\n");
        Files.createFile(garden.path.resolve(".git/index.lock"));
        assertThat(branch.refuses().reason()).isEqualTo(Reason.INDEX_LOCKED);
        Files.delete(garden.path.resolve(".git/index.lock"));
        garden.git("checkout", "-q", "--detach");
        assertThat(branch.refuses().reason()).isEqualTo(Reason.DETACHED_HEAD);
        for (String name : List.of("main", "master", "release/1.0")) {
            garden.git("checkout", "-q", "-B", name);
            assertThat(branch.refuses().reason()).as(name).isEqualTo(Reason.PROTECTED_BRANCH);
        }
        garden.git("checkout", "-q", "-B", "maintenance");
        branch.commits();
    }

    @Test
    void refusesInTheMiddleOfSomethingAndSavesASnapshotAllTheSame() throws Exception {
        garden.git("checkout", "-q", "-b", "other");
        garden.write("rose.txt", "yellow\n").commit("other");
        garden.git("checkout", "-q", "work");
        garden.write("rose.txt", "white\n").commit("two");
        Committing shadow = Committing.shadow(garden, temporary.resolve("shadow"));
        record Case(Reason reason, String end, String... begin) {}
        for (Case one : List.of(
                new Case(Reason.MERGE_IN_PROGRESS, "merge --abort", "merge", "other"),
                new Case(Reason.REBASE_IN_PROGRESS, "rebase --abort", "rebase", "other"),
                new Case(Reason.CHERRY_PICK_IN_PROGRESS, "cherry-pick --abort", "cherry-pick", "other"),
                new Case(Reason.REVERT_IN_PROGRESS, "revert --abort", "revert", "HEAD~1"))) {
            assertThat(garden.succeeds(one.begin())).as(one.reason().code()).isFalse();
            byte[] index = garden.index();
            assertThat(branch.refuses().reason()).isEqualTo(one.reason());
            if (!garden.git("ls-files", "-u").isEmpty()) {
                Outcome.Committed saved = shadow.commits();
                assertThat(garden.files(saved.hash(), temporary))
                        .as(one.reason().code())
                        .isEqualTo(GitDirectory.files(garden.path));
            }
            assertThat(garden.index()).as(one.reason().code()).isEqualTo(index);
            garden.git(one.end().split(" "));
        }
        garden.git("bisect", "start");
        assertThat(branch.refuses().reason()).isEqualTo(Reason.BISECT_IN_PROGRESS);
        garden.git("bisect", "reset");
        garden.fsck();
    }

    @Test
    void unmergedEntriesWithoutAMergeAreRefused() throws Exception {
        garden.write("rose.txt", "white\n");
        garden.git("stash", "-q");
        garden.write("rose.txt", "yellow\n").commit("two");
        assertThat(garden.succeeds("stash", "pop")).isFalse();
        assertThat(branch.refuses().reason()).isEqualTo(Reason.UNMERGED_ENTRIES);
        garden.git("reset", "-q");
        assertThat(branch.findsNothing().leftOut().named())
                .as("the markers are still in the file")
                .containsExactly(new LeftOut("rose.txt", LeftOut.Why.CONFLICT_MARKERS));
    }
}
