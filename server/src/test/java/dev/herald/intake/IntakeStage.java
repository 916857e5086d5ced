package dev.herald.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.intake.Receipt.Accepted;
import dev.herald.intake.Receipt.Reason;
import dev.herald.intake.Receipt.Refused;
import dev.herald.journal.Budget;
import dev.herald.journal.Drafts;
import dev.herald.journal.ManualClock;
import dev.herald.journal.memory.MemoryJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** An intake on a journal that the test can hold and make fail. */
abstract class IntakeStage {
    static final long WAIT_SECONDS = 20;
    static final long INTERVAL_MILLIS = 10;
    static final IntakeLimits SMALL = new IntakeLimits(10, 1 << 20, 5, 1 << 20, 10_000);

    final ManualClock clock = new ManualClock();
    final FaultyJournal journal = new FaultyJournal(new MemoryJournal(clock));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    JournalIntake intake = start(IntakeLimits.DEFAULTS, Retention.unlimited());

    JournalIntake start(IntakeLimits limits, Retention retention) {
        return new JournalIntake(journal, limits, retention, clock, registry);
    }

    void restart(IntakeLimits limits, Retention retention) {
        intake.close();
        journal.batches.clear();
        journal.trims.clear();
        registry = new SimpleMeterRegistry();
        intake = start(limits, retention);
    }

    @AfterEach
    void close() {
        journal.open();
        intake.close();
    }

    /** Holds the writer in an append of one event, so that what is submitted then waits. */
    CompletableFuture<Receipt> hold() {
        journal.gate();
        int before = journal.batches.size();
        CompletableFuture<Receipt> held = intake.submit(Drafts.files(1));
        await(() -> journal.batches.size() > before);
        return held;
    }

    List<Position> positions() {
        return journal
                .read(Position.ORIGIN, Reach.ALL, Budget.of(Integer.MAX_VALUE, Long.MAX_VALUE, 60_000))
                .events()
                .stream()
                .map(Event::position)
                .toList();
    }

    static Accepted accepted(CompletableFuture<Receipt> receipt) {
        return switch (answer(receipt)) {
            case Accepted accepted -> accepted;
            case Refused refused -> throw new AssertionError(refused.toString());
            case Receipt.Conflict conflict -> throw new AssertionError(conflict.toString());
            case Receipt.Stale stale -> throw new AssertionError(stale.toString());
        };
    }

    static Refused refused(CompletableFuture<Receipt> receipt) {
        return switch (answer(receipt)) {
            case Accepted accepted -> throw new AssertionError(accepted.toString());
            case Refused refused -> refused;
            case Receipt.Conflict conflict -> throw new AssertionError(conflict.toString());
            case Receipt.Stale stale -> throw new AssertionError(stale.toString());
        };
    }

    static Reason refusedNow(CompletableFuture<Receipt> receipt) {
        return receipt.getNow(null) instanceof Refused refused ? refused.reason() : null;
    }

    static Receipt answer(CompletableFuture<Receipt> receipt) {
        return receipt.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
            LockSupport.parkNanos(200_000);
        }
    }
}
