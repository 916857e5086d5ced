package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.memory.MemoryJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reads when: catch-up beside and before history, bounds, and readers that have gone. */
class ReadLanesTest {
    private static final Budget ONE = Budget.of(1, 1, 60_000);
    private static final long WAIT_SECONDS = 20;

    private final MemoryJournal journal = new MemoryJournal(new ManualClock());
    private final ReadLanes lanes = new ReadLanes(journal, new ReadLimits(2, 1, 2, 2));
    private final CountDownLatch free = new CountDownLatch(1);

    @AfterEach
    void close() {
        free.countDown();
        lanes.close();
        journal.close();
    }

    /** A question to the history that runs until it is let go. */
    private Asked<String> occupyHistory() {
        CountDownLatch runs = new CountDownLatch(1);
        Asked<String> asked = lanes.begin(ONE, (reader, budget) -> {
            runs.countDown();
            return waitUntilFree();
        });
        await(runs);
        return asked;
    }

    private String waitUntilFree() {
        await(free);
        return Thread.currentThread().getName();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private ReadAnswer<Slice> catchUp() {
        CompletableFuture<ReadAnswer<Slice>> answer = new CompletableFuture<>();
        lanes.read(Position.ORIGIN, Reach.ALL, ONE, answer::complete);
        return answer.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Test
    void readsOnPlatformThreadsOfItsOwn() {
        ReadAnswer<String> name = lanes.ask(
                ONE,
                (reader, budget) -> Thread.currentThread().isVirtual() + " "
                        + Thread.currentThread().getName());
        assertThat(name)
                .isInstanceOfSatisfying(
                        ReadAnswer.Read.class,
                        read -> assertThat((String) read.value()).startsWith("false herald-read-"));
    }

    @Test
    void catchUpDoesNotWaitForHistoryThatReads() {
        Asked<String> slow = occupyHistory();
        assertThat(catchUp()).isInstanceOf(ReadAnswer.Read.class);
        free.countDown();
        assertThat(slow.await()).isInstanceOf(ReadAnswer.Read.class);
    }

    @Test
    void historyIsRefusedAboveItsBoundAndTakenAgainBelowIt() {
        Asked<String> slow = occupyHistory();
        List<Asked<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            waiting.add(lanes.begin(ONE, (reader, budget) -> 1));
        }
        assertThat(lanes.ask(ONE, (reader, budget) -> 2)).isEqualTo(new ReadAnswer.Busy<Integer>());
        free.countDown();
        assertThat(slow.await()).isInstanceOf(ReadAnswer.Read.class);
        waiting.forEach(asked -> assertThat(asked.await()).isEqualTo(new ReadAnswer.Read<>(1)));
        assertThat(lanes.ask(ONE, (reader, budget) -> 3)).isEqualTo(new ReadAnswer.Read<>(3));
    }

    @Test
    void aReadWhoseAskerHasGoneDoesNotRun() {
        Asked<String> slow = occupyHistory();
        AtomicBoolean hasRun = new AtomicBoolean();
        Asked<Integer> gone = lanes.begin(ONE, (reader, budget) -> {
            hasRun.set(true);
            return 1;
        });
        gone.cancel();
        assertThat(gone.await()).isEqualTo(new ReadAnswer.Gone<Integer>());
        assertThat(lanes.begin(ONE, (reader, budget) -> 1))
                .as("its place is free")
                .isNotNull();
        free.countDown();
        slow.await();
        lanes.ask(ONE, (reader, budget) -> 2);
        assertThat(hasRun).isFalse();
    }

    @Test
    void aReadWhoseAskerGoesWhileItRunsIsToldByItsBudget() {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Asked<Integer> asked = lanes.begin(ONE, (reader, budget) -> {
            runs.countDown();
            while (!budget.isGone().getAsBoolean()) {
                Thread.onSpinWait();
            }
            ended.countDown();
            return 1;
        });
        await(runs);
        asked.cancel();
        assertThat(asked.await()).isEqualTo(new ReadAnswer.Gone<Integer>());
        await(ended);
    }

    @Test
    void aReadThatFailsIsAnsweredAndTheThreadGoesOn() {
        for (int i = 0; i < 5; i++) {
            assertThat(lanes.ask(ONE, (reader, budget) -> {
                        throw new AssertionError("as the test asked");
                    }))
                    .isInstanceOf(ReadAnswer.Failed.class);
        }
        assertThat(catchUp()).isInstanceOf(ReadAnswer.Read.class);
    }

    @Test
    void closingAnswersWhatWaits() {
        occupyHistory();
        Asked<Integer> waiting = lanes.begin(ONE, (reader, budget) -> 1);
        Thread.ofVirtual().start(lanes::close);
        assertThat(waiting.await()).isEqualTo(new ReadAnswer.Gone<Integer>());
        free.countDown();
        assertThat(lanes.ask(ONE, (reader, budget) -> 2)).isEqualTo(new ReadAnswer.Gone<Integer>());
    }

    @Test
    void eachReadIsAnsweredOnceWhoeverCancelsAndCloses() throws InterruptedException {
        int asking = 200;
        AtomicInteger answers = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(asking);
        for (int i = 0; i < asking; i++) {
            boolean isCancelled = i % 3 == 0;
            threads.add(Thread.ofVirtual().start(() -> {
                Reading reading = lanes.read(Position.ORIGIN, Reach.ALL, ONE, answer -> {
                    answers.incrementAndGet();
                    all.countDown();
                });
                if (isCancelled) {
                    reading.cancel();
                }
            }));
        }
        lanes.close();
        for (Thread thread : threads) {
            thread.join();
        }
        await(all);
        assertThat(answers).hasValue(asking);
    }
}
