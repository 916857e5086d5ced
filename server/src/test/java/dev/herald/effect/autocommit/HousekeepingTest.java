package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Git tidies the repository up, and removes at once what nothing refers to, while work is saved there. */
@Timeout(180)
class HousekeepingTest {
    private static final int COMMITS = 15;

    @TempDir
    private Path temporary;

    private GitDirectory garden;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n").write("beds/one.txt", "1\n").commit("one");
    }

    private AutoCommitSettings settings(AutoCommitMode mode) {
        return Committing.settings(garden, temporary.resolve("own"), mode).at(BranchTest.PACE);
    }

    private void isSaved(AutoCommitMode mode, String when) throws Exception {
        String saved = mode == AutoCommitMode.BRANCH ? "HEAD" : "refs/herald/work";
        garden.fsck();
        assertThat(garden.files(saved, temporary)).as(when).isEqualTo(GitDirectory.files(garden.path));
    }

    @ParameterizedTest
    @EnumSource(AutoCommitMode.class)
    void whatWasSavedStaysWhileGitTidiesUpAllTheTime(AutoCommitMode mode) throws Exception {
        Committing saving = new Committing(settings(mode));
        AtomicBoolean isOver = new AtomicBoolean();
        Thread tidying = Thread.ofPlatform().start(() -> {
            try {
                Random random = new Random();
                while (!isOver.get()) {
                    garden.succeeds("gc", "-q", "--prune=now");
                    // A commit begins while no gc runs, so there are such moments; the next gc meets it anywhere.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1, 150)));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            for (int i = 0, saved = 0; saved < COMMITS; i++) {
                garden.write("rose.txt", "round " + i + "\n").write("beds/deep/" + i + ".txt", i + "\n");
                if (saving.run(Trigger.CHANGE) instanceof Outcome.Committed) {
                    saved++;
                }
            }
        } finally {
            isOver.set(true);
            tidying.join();
        }
        saving.run(Trigger.CHANGE);
        isSaved(mode, "after all");
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"STAGED", "STARTED", "COMMITTED", "PREPARED", "SWAPPED", "MOVED"})
    void gitMayTidyUpBetweenAnyTwoSteps(Step when) throws Exception {
        for (AutoCommitMode mode : AutoCommitMode.values()) {
            garden.write("rose.txt", mode + "\n").write("new/" + mode + ".txt", mode + "\n");
            RecordingIntake intake = new RecordingIntake();
            Step.Witness witness = step -> {
                try {
                    if (step == when) {
                        garden.succeeds("-c", "gc.packRefs=false", "gc", "-q", "--prune=now");
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };
            Attempt attempt = new CommitRun(
                    settings(mode),
                    Git.of(GitDirectory.environment()),
                    intake,
                    new RepositoryTurns(),
                    Clock.system(),
                    witness);
            assertThat(attempt.run(Trigger.MANUAL)).isInstanceOfAny(Outcome.Committed.class, Outcome.Refused.class);
            assertThat(garden.git("fsck", "--connectivity-only", "--no-dangling"))
                    .isEmpty();
            new Committing(settings(mode)).run(Trigger.MANUAL);
            isSaved(mode, when + " " + mode);
        }
    }

    @Test
    void waitsForWhatIsUnderWayAndNotForWhatWasLeftBehind() throws Exception {
        Committing shadow = new Committing(settings(AutoCommitMode.SHADOW));
        Path note = garden.path.resolve(".git/gc.pid");
        String machine = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        garden.write("rose.txt", "white\n");
        Files.writeString(note, ProcessHandle.current().pid() + " " + machine);
        Outcome.Refused refused = shadow.refuses();
        assertThat(refused.reason()).isEqualTo(Reason.GC_IN_PROGRESS);
        assertThat(refused.reason().passes()).as("it is tried again soon").isTrue();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(note, ended.pid() + " " + machine);
        shadow.commits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit", "tree", "blob"})
    void aBrokenSnapshotIsToldAndHistoryGoesOnFromTheLastWholeOne(String what) throws Exception {
        Committing shadow = new Committing(settings(AutoCommitMode.SHADOW));
        garden.write("rose.txt", "white\n");
        String sound = shadow.commits().hash();
        garden.write("rose.txt", "yellow\n");
        String broken = shadow.commits().hash();
        String gone = garden.git(
                "rev-parse",
                broken
                        + Map.of("commit", "", "tree", "^{tree}", "blob", ":rose.txt")
                                .get(what));
        Files.delete(garden.path.resolve(".git/objects/" + gone.substring(0, 2) + "/" + gone.substring(2)));
        garden.write("rose.txt", "yellow\n").write("tulip.txt", "1\n");
        // Else it would be put back from its copy.
        new OwnObjects(temporary.resolve("own/objects"), garden.path.resolve(".git/objects")).clear();
        assertThat(shadow.run(Trigger.SCHEDULE)).isInstanceOf(Outcome.Committed.class);
        assertThat(garden.git("log", "-1", "--format=%P", "refs/herald/work")).startsWith(sound + " ");
        assertThat(shadow.intake.events().getLast()).contains("snapshot_broken", broken.substring(0, 12));
        assertThat(shadow.intake.events().toString()).doesNotContain("head_moved");
        assertThat(shadow.concern()).isPresent();
        isSaved(AutoCommitMode.SHADOW, what);
        garden.write("tulip.txt", "2\n");
        shadow.commits();
        assertThat(shadow.concern()).isEmpty();
    }

    @Test
    void aCopyIsPutBackEvenAfterARestart() throws Exception {
        Committing shadow = new Committing(settings(AutoCommitMode.SHADOW));
        garden.write("rose.txt", "white\n");
        String hash = shadow.commits().hash();
        Files.delete(garden.path.resolve(".git/objects/" + hash.substring(0, 2) + "/" + hash.substring(2)));
        new Committing(settings(AutoCommitMode.SHADOW)).recover();
        assertThat(garden.git("rev-parse", "refs/herald/work^{commit}")).isEqualTo(hash);
        garden.fsck();
    }

    @ParameterizedTest
    @EnumSource(AutoCommitMode.class)
    void aStartTakesNothingWholeForBroken(AutoCommitMode mode) throws Exception {
        garden.write("rose.txt", "white\n");
        new Committing(settings(mode)).commits();
        Repository repository = ((Repository.At) Repository.at(garden.git, garden.path)).repository();
        Workshop workshop = new Workshop(garden.git, repository, settings(mode), Clock.system(), 40, step -> {});
        // The first start finds the copies of the last run, the second finds that the first has put them away.
        for (int start = 1; start <= 2; start++) {
            Safekeeping keeping = new Safekeeping(workshop);
            keeping.recover();
            assertThat(keeping.concern()).as("start %d", start).isEmpty();
        }
    }

    @Test
    void aRunInVainLeavesNoObjectsInTheRepository() throws Exception {
        String before = garden.git("count-objects");
        garden.write("key.txt", "token = gh" + "p_0123456789abcdefghijABCDEFGHIJ012345\n");
        for (AutoCommitMode mode : AutoCommitMode.values()) {
            new Committing(settings(mode)).findsNothing();
        }
        assertThat(garden.git("count-objects")).isEqualTo(before);
    }

    @Test
    void copiesAreMadeWhereLinksCannotBe() throws Exception {
        Path objects = garden.path.resolve(".git/objects");
        Repository repository = ((Repository.At) Repository.at(garden.git, garden.path)).repository();
        assertThat(repository.commonDirectory().resolve("objects")).isEqualTo(objects);
        OwnObjects own = new OwnObjects(temporary.resolve("copies"), objects);
        own.begin();
        String hash = garden.git
                .ask(GitCommand.in(garden.path, "hash-object", "-w", "--stdin")
                        .with("GIT_OBJECT_DIRECTORY", own.directory().toString())
                        .reading("content"))
                .text();
        Path fan = Files.createDirectories(objects.resolve(hash.substring(0, 2)));
        // As in a repository that a group shares.
        assertThat(new ProcessBuilder("chmod", "g+s", fan.toString()).start().waitFor())
                .isZero();
        own.bring(List.of(hash));
        assertThat(garden.git("cat-file", "blob", hash)).isEqualTo("content");
        assertThat(Files.getAttribute(fan.resolve(hash.substring(2)), "unix:nlink"))
                .isEqualTo(1);
        own.forget(hash);
        own.bring(List.of(hash));
        Files.delete(fan.resolve(hash.substring(2)));
        own.restore(List.of(hash));
        assertThat(garden.git("cat-file", "blob", hash)).isEqualTo("content");
    }
}
