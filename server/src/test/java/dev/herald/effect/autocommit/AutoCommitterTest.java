package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import dev.herald.session.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread of a project, and what the rest of the server may ask of it. */
@Timeout(60)
class AutoCommitterTest {
    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private final RecordingIntake intake = new RecordingIntake();
    private final RepositoryTurns turns = new RepositoryTurns();

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n").commit("one");
    }

    private AutoCommitter committer(String own, AutoCommitMode mode, CommitPace pace) {
        AutoCommitSettings settings =
                Committing.settings(garden, temporary.resolve(own), mode).at(pace);
        return new AutoCommitter(settings, Git.of(GitDirectory.environment()), intake, turns, Clock.system());
    }

    private long snapshots() {
        try {
            return garden.git("rev-list", "--first-parent", "--grep=Herald-Base", "refs/herald/work", "--")
                    .lines()
                    .count();
        } catch (java.io.IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void commitsAfterQuietAndWhileChangesGoOn() throws Exception {
        CommitPace pace = BranchTest.PACE.settling(100, 400);
        try (AutoCommitter committer = committer("own", AutoCommitMode.SHADOW, pace)) {
            committer.start();
            garden.write("rose.txt", "white\n");
            committer.onChange();
            Await.until("a snapshot after quiet", () -> snapshots() == 1);
            assertThat(intake.events().getFirst()).contains("\"trigger\":\"change\"");
            AtomicInteger number = new AtomicInteger();
            Await.until("snapshots without any quiet", () -> {
                try {
                    garden.write("rose.txt", "number " + number.incrementAndGet());
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                committer.onChange();
                return intake.kinds().size() >= 6;
            });
            assertThat(committer.status().level()).isEqualTo(Health.Level.HEALTHY);
        }
        garden.fsck();
    }

    @Test
    void theScheduleFindsWhatNobodyTold() throws Exception {
        try (AutoCommitter committer = committer("own", AutoCommitMode.SHADOW, BranchTest.PACE.every(100))) {
            committer.start();
            garden.write("rose.txt", "white\n");
            Await.until("a snapshot", () -> snapshots() == 1);
            Await.until("it is told", () -> intake.kinds().equals(List.of("start", "result")));
            assertThat(intake.events().getFirst()).contains("\"trigger\":\"schedule\"");
        }
    }

    @Test
    void withoutAJournalNothingIsCommittedUntilThereIsOne() throws Exception {
        intake.refuse(true);
        try (AutoCommitter committer = committer("own", AutoCommitMode.SHADOW, BranchTest.PACE)) {
            committer.start();
            garden.write("rose.txt", "white\n");
            committer.onChange();
            Await.until("it waits", () -> committer.status().level() == Health.Level.DEGRADED);
            assertThat(committer.request(Trigger.MANUAL).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(Outcome.Postponed.class);
            assertThat(snapshots()).isZero();
            intake.refuse(false);
            Await.until("the snapshot comes", () -> snapshots() == 1);
            Await.until("it is told", () -> intake.kinds().equals(List.of("start", "result")));
        }
    }

    @Test
    void aRunningCommitIsNotDisturbedAndOneIsEnoughForAllWhoAsk() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Trigger> runs = new ArrayList<>();
        Attempt attempt = new Attempt() {
            @Override
            public Outcome run(Trigger trigger) throws InterruptedException {
                runs.add(trigger);
                begun.countDown();
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                return new Outcome.Nothing("test", Outcome.Absent.NONE);
            }

            @Override
            public void recover() {}
        };
        AutoCommitSettings settings = Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.SHADOW)
                .at(BranchTest.PACE.settling(60_000, 60_000));
        try (AutoCommitter committer = new AutoCommitter(settings, Clock.system(), attempt)) {
            committer.start();
            CompletableFuture<Outcome> first = committer.request(Trigger.MANUAL);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Outcome> second = committer.request(Trigger.MANUAL);
            CompletableFuture<Outcome> third = committer.request(Trigger.MANUAL);
            committer.onChange();
            assertThat(first).isNotDone();
            go.countDown();
            for (CompletableFuture<Outcome> one : List.of(first, second, third)) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Nothing.class);
            }
            assertThat(runs).hasSize(2);
        }
    }

    @Test
    void aRunThatBreaksIsSeenAndTheNextOneRuns() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Attempt attempt = new Attempt() {
            @Override
            public Outcome run(Trigger trigger) {
                if (runs.incrementAndGet() == 1) {
                    throw new IllegalStateException("not expected");
                }
                return new Outcome.Nothing("test", Outcome.Absent.NONE);
            }

            @Override
            public void recover() {}
        };
        AutoCommitSettings settings = Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.SHADOW);
        try (AutoCommitter committer = new AutoCommitter(settings, Clock.system(), attempt)) {
            committer.start();
            assertThat(committer.request(Trigger.MANUAL).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(committer.status().level()).isEqualTo(Health.Level.UNHEALTHY);
            assertThat(committer.request(Trigger.MANUAL).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(Outcome.Nothing.class);
            assertThat(committer.status().level()).isEqualTo(Health.Level.HEALTHY);
        }
    }

    @Test
    void anEndThatTheJournalDoesNotTakeIsToldLater() throws Exception {
        garden.write("rose.txt", "white\n");
        Step.Witness fills = step -> intake.refuse(step == Step.MOVED);
        Attempt attempt = new CommitRun(
                Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.SHADOW)
                        .at(BranchTest.PACE),
                Git.of(GitDirectory.environment()),
                intake,
                turns,
                Clock.system(),
                fills);
        FutureTask<Outcome> run = new FutureTask<>(() -> attempt.run(Trigger.CHANGE));
        Thread.startVirtualThread(run);
        Await.until("the snapshot is there", () -> snapshots() == 1 && !intake.isHealthy());
        assertThat(intake.kinds()).containsExactly("start");
        intake.refuse(false);
        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Committed.class);
        assertThat(intake.kinds()).containsExactly("start", "result");
    }

    @Test
    void whoAsksAfterTheEndIsAnswered() throws Exception {
        committer("never", AutoCommitMode.SHADOW, BranchTest.PACE).close();
        AutoCommitter committer = committer("own", AutoCommitMode.SHADOW, BranchTest.PACE);
        committer.start();
        committer.close();
        assertThat(committer.request(Trigger.MANUAL).get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Postponed.class);
    }

    @Test
    void twoProjectsInOneRepositoryTakeTurns() throws Exception {
        Files.createDirectories(garden.path.resolve("beds"));
        AutoCommitSettings beds = AutoCommitSettings.of(
                        new dev.herald.event.ProjectId("beds"),
                        garden.path.resolve("beds"),
                        temporary.resolve("own2"),
                        AutoCommitMode.SHADOW)
                .at(BranchTest.PACE);
        try (AutoCommitter one = committer("own", AutoCommitMode.SHADOW, BranchTest.PACE);
                AutoCommitter other =
                        new AutoCommitter(beds, Git.of(GitDirectory.environment()), intake, turns, Clock.system())) {
            one.start();
            other.start();
            int committed = 0;
            for (int i = 0; i < 10; i++) {
                garden.write("rose.txt", "number " + i).write("beds/one.txt", "number " + i);
                CompletableFuture<Outcome> first = one.request(Trigger.MANUAL);
                CompletableFuture<Outcome> second = other.request(Trigger.MANUAL);
                for (CompletableFuture<Outcome> asked : List.of(first, second)) {
                    Outcome outcome = asked.get(20, TimeUnit.SECONDS);
                    assertThat(outcome).isInstanceOfAny(Outcome.Committed.class, Outcome.Nothing.class);
                    committed += outcome instanceof Outcome.Committed ? 1 : 0;
                }
            }
            assertThat(snapshots()).isEqualTo(committed).isEqualTo(10);
        }
    }

    @Test
    void aFailureIsToldOnceOfChangesAndEachTimeWhenAsked() throws Exception {
        garden.git("checkout", "-q", "-b", "main");
        garden.write("rose.txt", "white\n");
        Committing branch = new Committing(Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.BRANCH)
                .at(BranchTest.PACE));
        branch.run(Trigger.CHANGE);
        branch.run(Trigger.CHANGE);
        branch.run(Trigger.SCHEDULE);
        assertThat(branch.intake.kinds()).containsExactly("start", "error");
        branch.run(Trigger.MANUAL);
        assertThat(branch.intake.kinds()).hasSize(4);
        Committing nowhere = Committing.shadow(
                GitDirectory.at(Files.createDirectory(temporary.resolve("no"))), temporary.resolve("own2"));
        assertThat(nowhere.refuses().reason()).isEqualTo(Reason.NO_REPOSITORY);
    }
}
