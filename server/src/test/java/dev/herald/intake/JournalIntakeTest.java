package dev.herald.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Versioned;
import dev.herald.intake.Receipt.Accepted;
import dev.herald.intake.Receipt.Reason;
import dev.herald.intake.Receipt.Refused;
import dev.herald.journal.Appended;
import dev.herald.journal.Budget;
import dev.herald.journal.Drafts;
import dev.herald.journal.Outcome;
import dev.herald.meter.Health;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JournalIntakeTest extends IntakeStage {

    /** No event comes with an earlier time than the append that is under way. */
    @Test
    void saysUpToWhenNothingComesAnyMore() {
        long began = clock.epochMillis();
        assertThat(intake.settledMillis(began)).isEqualTo(began);
        CompletableFuture<Receipt> held = hold();
        clock.advance(500);
        assertThat(intake.settledMillis(clock.epochMillis())).isEqualTo(began);
        journal.open();
        Position position = accepted(held).appended().getFirst().position();
        assertThat(position.epochMillis()).isGreaterThanOrEqualTo(began);
        await(() -> intake.settledMillis(clock.epochMillis()) == clock.epochMillis());
    }

    @Test
    void answersWithAPositionForEachDraft() {
        Accepted accepted = accepted(intake.submit(Drafts.files(3)));
        assertThat(accepted.appended().stream().map(Appended::position)).isEqualTo(positions());
        assertThat(registry.counter("herald.events.published").count()).isEqualTo(3);
    }

    @Test
    void answersAnEmptySubmissionAtOnce() {
        assertThat(accepted(intake.submit(List.of())).appended()).isEmpty();
    }

    @Test
    void saysWhenAKeyWasKnown() {
        Position first = accepted(intake.submit(List.of(Drafts.keyed("a", "k"))))
                .appended()
                .getFirst()
                .position();
        assertThat(accepted(intake.submit(List.of(Drafts.keyed("a", "k"), Drafts.file("c"))))
                        .appended())
                .first()
                .isEqualTo(new Appended(first, false));
        assertThat(registry.counter("herald.events.repeated").count()).isEqualTo(1);
    }

    @Test
    void gathersWhatComesWhileACommitRunsIntoOne() {
        hold();
        List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(intake.submit(Drafts.files(2)));
        }
        journal.open();
        waiting.forEach(JournalIntakeTest::accepted);
        assertThat(journal.batches).containsExactly(1, 40);
    }

    @Test
    void takesAtMostABatchAndNeverCutsASubmission() {
        restart(SMALL, Retention.unlimited());
        hold();
        List<CompletableFuture<Receipt>> waiting =
                List.of(intake.submit(Drafts.files(3)), intake.submit(Drafts.files(3)), intake.submit(Drafts.files(2)));
        journal.open();
        waiting.forEach(JournalIntakeTest::accepted);
        assertThat(journal.batches).containsExactly(1, 3, 5);
    }

    @Test
    void takesAtMostSoManyBytesInABatch() {
        long each = Drafts.sized(1000).bytesMax();
        restart(new IntakeLimits(100, 1 << 20, 100, 2 * each, 10_000), Retention.unlimited());
        hold();
        List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(intake.submit(List.of(Drafts.sized(1000))));
        }
        journal.open();
        waiting.forEach(JournalIntakeTest::accepted);
        assertThat(journal.batches).containsExactly(1, 2, 2, 1);
    }

    @Test
    void refusesWhatIsAboveTheEventsThatMayWait() {
        restart(SMALL, Retention.unlimited());
        CompletableFuture<Receipt> held = hold();
        CompletableFuture<Receipt> fits = intake.submit(Drafts.files(9));
        assertThat(refused(intake.submit(Drafts.files(1))).reason()).isEqualTo(Reason.OVERLOADED);
        journal.open();
        accepted(held);
        accepted(fits);
        await(() -> registry.get("herald.intake.waiting.events").gauge().value() == 0);
        accepted(intake.submit(Drafts.files(1)));
        assertThat(registry.counter("herald.events.refused", "reason", "overloaded")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsAboveTheBytesThatMayWait() {
        long each = Drafts.sized(1000).bytesMax();
        restart(new IntakeLimits(100, 3 * each, 100, 3 * each, 10_000), Retention.unlimited());
        hold();
        CompletableFuture<Receipt> fits = intake.submit(List.of(Drafts.sized(1000)));
        assertThat(refused(intake.submit(List.of(Drafts.sized(2000)))).reason()).isEqualTo(Reason.OVERLOADED);
        journal.open();
        accepted(fits);
    }

    @Test
    void takesASubmissionAboveTheLimitsWhenNothingElseWaits() {
        restart(SMALL, Retention.unlimited());
        assertThat(accepted(intake.submit(Drafts.files(50))).appended()).hasSize(50);
    }

    @Test
    void refusesWhileTheJournalFailsAndAcceptsAfterwards() {
        journal.breakDown(true);
        Refused refused = refused(intake.submit(Drafts.files(2)));
        assertThat(refused).isEqualTo(new Refused(Reason.UNAVAILABLE, "the disk is full"));
        assertThat(intake.isHealthy()).isFalse();
        assertThat(intake.status()).isEqualTo(new Health.Status(Health.Level.UNHEALTHY, "the disk is full"));
        journal.breakDown(false);
        accepted(intake.submit(Drafts.files(1)));
        assertThat(intake.status()).isEqualTo(Health.Status.HEALTHY);
        assertThat(positions()).hasSize(1);
    }

    @Test
    void logsOneLineWithoutAStackWhenTheDiskIsFull() {
        Logger logger = (Logger) LoggerFactory.getLogger(JournalIntake.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            journal.breakDown(true);
            refused(intake.submit(Drafts.files(1)));
            refused(intake.submit(Drafts.files(1)));
        } finally {
            logger.detachAppender(appender);
        }
        List<ILoggingEvent> shown = appender.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().getFormattedMessage()).contains("refused", "the disk is full");
        assertThat(shown.getFirst().getThrowableProxy()).isNull();
    }

    @Test
    void refusesTheWholeGroupWhenTheJournalFails() {
        CompletableFuture<Receipt> held = hold();
        CompletableFuture<Receipt> one = intake.submit(Drafts.files(1));
        CompletableFuture<Receipt> other = intake.submit(Drafts.files(2));
        journal.letThrough(1);
        accepted(held);
        journal.breakDown(true);
        journal.open();
        assertThat(refused(one).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refused(other).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(journal.batches).containsExactly(1, 3);
    }

    @Test
    void aSubmissionThatCannotBeWrittenSinksNoneButItself() {
        Draft good = Drafts.file("x");
        Draft poison = new Draft(null, null, good.rooms(), "test", null, null, null, good.data());
        hold();
        CompletableFuture<Receipt> before = intake.submit(Drafts.files(2));
        CompletableFuture<Receipt> bad = intake.submit(List.of(good, poison));
        CompletableFuture<Receipt> after = intake.submit(Drafts.files(2));
        journal.open();
        accepted(before);
        assertThat(refused(bad).reason()).isEqualTo(Reason.UNAVAILABLE);
        accepted(after);
        assertThat(intake.isHealthy()).isTrue();
        assertThat(positions()).hasSize(5);
        await(() -> registry.get("herald.intake.waiting.events").gauge().value() == 0);
    }

    @Test
    void listenersHearAnEventBeforeItsPublisher() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        journal.listen(batch -> order.add("heard " + batch.size()));
        intake.submit(Drafts.files(2)).thenRun(() -> order.add("answered")).join();
        assertThat(order).containsExactly("heard 2", "answered");
    }

    @Test
    void keepsWhatManyThreadsSubmitTogetherAndInTheirOrder() throws InterruptedException {
        int threads = 16;
        int each = 50;
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            Random random = new Random(seed + t);
            running.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    int size = 1 + random.nextInt(4);
                    List<Draft> drafts = new ArrayList<>();
                    for (int k = 0; k < size; k++) {
                        drafts.add(Drafts.of(KnownType.COMMIT, "t" + thread, "\"n\":" + i));
                    }
                    Accepted accepted = (Accepted) intake.submit(drafts).join();
                    long first = accepted.appended().getFirst().position().packed();
                    long last = accepted.appended().getLast().position().packed();
                    assertThat(last - first).isEqualTo(size - 1);
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        int[] reached = new int[threads];
        for (Event event : journal.read(
                        Position.ORIGIN, Reach.ALL, Budget.of(Integer.MAX_VALUE, Long.MAX_VALUE, 60_000))
                .events()) {
            String json = new String(event.json(), StandardCharsets.UTF_8);
            int n = Integer.parseInt(json.replaceAll(".*\"n\":(\\d+).*", "$1"));
            int thread = Integer.parseInt(event.project().value().substring(1));
            assertThat(n).isBetween(reached[thread], reached[thread] + 1);
            reached[thread] = n;
        }
        assertThat(reached).containsOnly(each - 1);
    }

    @Test
    void drainsWhatWasAcceptedWhenItCloses() {
        hold();
        List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(intake.submit(Drafts.files(1)));
        }
        Thread closing = Thread.ofVirtual().start(intake::close);
        await(() -> refusedNow(intake.submit(Drafts.files(1))) == Reason.STOPPING);
        journal.open();
        waiting.forEach(JournalIntakeTest::accepted);
        await(() -> !closing.isAlive());
        assertThat(refused(intake.submit(Drafts.files(1))).reason()).isEqualTo(Reason.STOPPING);
    }

    @Test
    void refusesWhatItCouldNotDrainInTime() {
        restart(new IntakeLimits(100, 1 << 20, 1, 1 << 20, 50), Retention.unlimited());
        CompletableFuture<Receipt> held = hold();
        CompletableFuture<Receipt> late = intake.submit(Drafts.files(1));
        intake.close();
        assertThat(refused(late).reason()).isEqualTo(Reason.STOPPING);
        assertThat(held).isNotDone();
        journal.open();
        accepted(held);
    }

    @Test
    void aConflictRefusesItsOwnSubmissionAndNotTheGroupItTravelsIn() {
        Position first = accepted(intake.submit(List.of(Drafts.keyed("a", "k"))))
                .appended()
                .getFirst()
                .position();
        CompletableFuture<Receipt> held = hold();
        CompletableFuture<Receipt> before = intake.submit(Drafts.files(1));
        CompletableFuture<Receipt> other = intake.submit(List.of(Drafts.keyed("b", "k")));
        CompletableFuture<Receipt> after = intake.submit(Drafts.files(1));
        journal.open();
        accepted(held);
        accepted(before);
        assertThat(answer(other)).isEqualTo(new Receipt.Conflict(List.of(new Outcome.Clash(0, first))));
        accepted(after);
        assertThat(journal.batches.getLast()).as("one batch").isEqualTo(3);
    }

    @Test
    void anErrorInTheWritersThreadIsToldAndDoesNotEndIt() {
        hold();
        CompletableFuture<Receipt> waiting = intake.submit(Drafts.files(1));
        journal.failWithAnError(true);
        journal.open();
        assertThat(refused(waiting).reason()).isEqualTo(Reason.UNAVAILABLE);
        await(() -> !intake.isHealthy());
        assertThat(intake.status().detail()).contains("AssertionError");
        assertThat(refused(intake.submit(Drafts.files(1))).reason()).isEqualTo(Reason.UNAVAILABLE);
        journal.failWithAnError(false);
        accepted(intake.submit(Drafts.files(1)));
        assertThat(intake.isHealthy()).isTrue();
    }

    @Test
    void aGuardThatDoesNotHoldIsToldAsThat() {
        Draft task = Drafts.of(KnownType.TASK_UPDATE, "p", "\"task_id\":\"T-1\"")
                .withVersioned(Versioned.task(new ProjectId("p"), "T-1"));
        Position first = accepted(intake.submit(List.of(task.withGuard(Position.ORIGIN))))
                .appended()
                .getFirst()
                .position();
        assertThat(answer(intake.submit(List.of(task.withGuard(Position.ORIGIN)))))
                .isEqualTo(new Receipt.Stale(List.of(new Outcome.Moved(0, first))));
    }
}
