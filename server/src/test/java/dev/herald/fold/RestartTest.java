package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.JournalIntake;
import dev.herald.intake.Retention;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.JournalException;
import dev.herald.journal.ManualClock;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.TrimRules;
import dev.herald.journal.sqlite.SqliteJournal;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start takes up again, after a proper end, after damage, and after the process was killed. */
class RestartTest {
    private static final FoldSettings OFTEN = new FoldSettings(20, 3_600_000, 3_600_000, 2, 20_000);
    private static final int KILLS = 8;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();

    private FoldStage stage() {
        return new FoldStage(clock, SqliteJournal.open(directory, SqliteSettings.DEFAULTS, clock));
    }

    private static long total(States states) {
        return states.state(Tally.NAME).counts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void happen(FoldStage stage, Runner runner, int batches) {
        for (int i = 0; i < batches; i++) {
            clock.advance(40);
            FoldStage.when(runner, stage.publish(FoldStage.change("p" + i % 3, "f" + i)), States::position);
        }
    }

    private List<Path> saved() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("snapshots"))) {
            return all.filter(file -> file.toString().endsWith(".snapshot"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aDamagedStateGivesWayToTheOneBefore() throws IOException {
        try (FoldStage stage = stage()) {
            Runner runner = stage.runner(OFTEN, new Tally());
            happen(stage, runner, 100);
            runner.close();
            // As the intake trims, by what the runner needs.
            Position needed = runner.keepAfter();
            while (stage.journal.trim(new TrimRules(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, needed)) > 0) {}
        }
        Path newest = saved().getLast();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        try (FoldStage stage = stage()) {
            Runner runner = stage.runner(OFTEN, new Tally());
            assertThat(runner.progress().begun()).isLessThan(runner.position());
            assertThat(FoldStage.<Long>answer(runner.ask(RestartTest::total))).isEqualTo(100);
            assertThat(FoldStage.<Boolean>answer(runner.ask(States::isPartial))).isFalse();
            assertThat(runner.status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void whatCannotBeFoldedAgainIsSaidToBePartial() throws IOException {
        try (FoldStage stage = stage()) {
            happen(stage, stage.runner(OFTEN, new Tally()), 60);
            while (stage.journal.trim(new TrimRules(0, 30, Long.MAX_VALUE, new Position(Long.MAX_VALUE))) > 0) {}
        }
        for (Path file : saved()) {
            Files.delete(file);
        }
        try (FoldStage stage = stage()) {
            Runner runner = stage.runner(OFTEN, new Tally());
            assertThat(FoldStage.<Long>answer(runner.ask(RestartTest::total))).isBetween(1L, 59L);
            assertThat(FoldStage.<Boolean>answer(runner.ask(States::isPartial))).isTrue();
            runner.close();
            // And it stays so, for it is saved.
            Runner next = stage.runner(OFTEN, new Tally());
            assertThat(FoldStage.<Boolean>answer(next.ask(States::isPartial))).isTrue();
        }
    }

    /** The journal was restored from a backup, and the saved states were not. */
    @Test
    void aStateOfAnotherJournalIsNotTaken() {
        byte[] other;
        try (FoldStage stage = stage()) {
            Runner runner = stage.runner(OFTEN, new Tally());
            happen(stage, runner, 30);
            runner.close();
            other = stage.journal.load(Saving.NAME).orElseThrow().state();
            Position ahead = Position.of(clock.epochMillis() + 1_000_000, 0);
            stage.journal.save(Saving.NAME, Projections.VERSION, ahead, other);
            // In the middle of the log, where no event stands.
            Position between = new Position(stage.journal.newest().packed() - 1);
            stage.journal.save(Saving.NAME, Projections.VERSION, between, new byte[] {1});
            Position forged = new Position(stage.everything().get(10).position().packed() + 1);
            stage.journal.save(Saving.NAME, Projections.VERSION, forged, other);
        }
        try (FoldStage stage = stage()) {
            Runner runner = stage.runner(OFTEN, new Tally());
            assertThat(FoldStage.<Long>answer(runner.ask(RestartTest::total))).isEqualTo(30);
            assertThat(runner.progress().begun()).isLessThanOrEqualTo(stage.journal.newest());
        }
    }

    /** It would be folded anew and be partial, though what it needs is there. */
    @Test
    void aReadThatFailsAtTheStartCostsNoSavedState() {
        try (FoldStage stage = stage()) {
            Runner runner = stage.runner(OFTEN, new Tally());
            happen(stage, runner, 30);
            runner.close();
            while (stage.journal.trim(new TrimRules(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, runner.keepAfter()))
                    > 0) {}
            AtomicInteger failures = new AtomicInteger(2);
            CatchUpLane failing = (after, wanted, budget, then) -> {
                if (failures.getAndDecrement() > 0) {
                    then.accept(new ReadAnswer.Failed<>(new JournalException("the disk does not answer")));
                    return () -> {};
                }
                return stage.reads.read(after, wanted, budget, then);
            };
            try (Runner next = new Runner(List.of(new Tally()), stage.parts(failing), OFTEN)) {
                FoldStage.await(() -> {
                    clock.advance(100);
                    return next.isReady();
                });
                assertThat(failures.get()).isNegative();
                assertThat(FoldStage.<Long>answer(next.ask(RestartTest::total))).isEqualTo(30);
                assertThat(FoldStage.<Boolean>answer(next.ask(States::isPartial)))
                        .isFalse();
            }
        }
    }

    /** Trimming waits for the states, and no longer than until they are saved; a start after it is whole. */
    @Test
    void trimmingWaitsForTheStatesAndTheStatesAreSavedForIt() {
        SqliteJournal journal = SqliteJournal.open(directory, SqliteSettings.DEFAULTS, Clock.system());
        AtomicReference<Runner> runner = new AtomicReference<>();
        Retention retention = new Retention(Long.MAX_VALUE, 50, Long.MAX_VALUE, 10, () -> {
            Runner there = runner.get();
            return there == null ? Position.ORIGIN : there.keepAfter();
        });
        FoldSettings seldom = new FoldSettings(1_000_000, 3_600_000, 3_600_000, 2, 20_000);
        try (ReadLanes reads = new ReadLanes(journal, ReadLimits.of(2));
                JournalIntake intake = new JournalIntake(
                        journal, IntakeLimits.DEFAULTS, retention, Clock.system(), new SimpleMeterRegistry())) {
            Runner.Parts parts = new Runner.Parts(
                    journal,
                    reads,
                    journal,
                    intake,
                    intake::settledMillis,
                    () -> retention.isReached(journal, System.currentTimeMillis()),
                    Clock.system(),
                    new SimpleMeterRegistry());
            try (Runner folding = new Runner(List.of(new Tally()), parts, seldom)) {
                runner.set(folding);
                FoldStage.await(folding::isReady);
                for (int i = 0; i < 40; i++) {
                    FoldStage.answer(intake.submit(List.of(FoldStage.change("p", "a"), FoldStage.change("q", "b"))));
                }
                FoldStage.await(() -> journal.size().events() <= 50);
            }
            try (Runner next = new Runner(List.of(new Tally()), parts, seldom)) {
                FoldStage.await(next::isReady);
                assertThat(FoldStage.<Long>answer(next.ask(RestartTest::total))).isEqualTo(80);
                assertThat(FoldStage.<Boolean>answer(next.ask(States::isPartial)))
                        .isFalse();
            }
        }
        journal.close();
    }

    /** It saves all the time, so that most kills meet a save: before its file is renamed, or after. */
    @Test
    void killedAnywhereItTakesUpWhatWasSavedAndTellsEachFactOnce() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(random);
            check("kill " + kill + " of seed " + seed);
        }
        assertThat(saved()).isNotEmpty();
    }

    private void runAndKill(Random random) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path").replace("\n", File.pathSeparator),
                        RestartTest.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("errors.txt").toFile())
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            String line = lines.readLine();
            while (line != null && !line.equals("ready")) {
                line = lines.readLine();
            }
            assertThat(line)
                    .as(Files.readString(directory.resolve("errors.txt")))
                    .isNotNull();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(250)));
        } finally {
            child.toHandle().destroyForcibly();
            child.waitFor();
        }
    }

    private void check(String when) {
        try (FoldStage stage = new FoldStage(
                clock, Clock.system(), SqliteJournal.open(directory, SqliteSettings.DEFAULTS, Clock.system()))) {
            Runner runner = stage.runner(OFTEN, new Tally());
            FoldStage.await(() -> FoldStage.answer(runner.ask(states -> TwoRunnersTest.isQuiet(states))));
            List<String> told = new ArrayList<>();
            stage.told(KnownType.PROGRESS_UPDATE).forEach(event -> told.add(event.idempotencyKey()));
            assertThat(told).as(when).doesNotHaveDuplicates();
            assertThat(told).as(when).containsExactlyInAnyOrderElementsOf(TwoRunnersTest.derived(stage));
            long changes = stage.told(KnownType.FILE_CHANGE).size();
            assertThat(FoldStage.<Long>answer(runner.ask(RestartTest::total)))
                    .as(when)
                    .isEqualTo(changes);
        }
    }

    /** The process that is killed: it publishes, folds and saves without end. */
    public static void main(String[] arguments) {
        SqliteJournal journal = SqliteJournal.open(Path.of(arguments[0]), SqliteSettings.DEFAULTS, Clock.system());
        FoldStage stage = new FoldStage(new ManualClock(), Clock.system(), journal);
        Runner runner = stage.runner(new FoldSettings(1, 1, 3_600_000, 2, 20_000), new Tally());
        System.out.println("ready");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (int i = 0; System.nanoTime() < until; i++) {
            List<Draft> drafts = List.of(FoldStage.change("p" + i % 5, "a"), FoldStage.change("q", "b"));
            FoldStage.when(runner, stage.publish(drafts), States::position);
        }
    }
}
