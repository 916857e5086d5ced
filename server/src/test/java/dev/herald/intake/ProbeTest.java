package dev.herald.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.intake.Receipt.Reason;
import dev.herald.intake.Receipt.Refused;
import dev.herald.journal.Drafts;
import dev.herald.journal.ManualClock;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.meter.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final long WAIT_SECONDS = 20;

    private final ManualClock clock = new ManualClock();
    private final FaultyJournal journal = new FaultyJournal(new MemoryJournal(clock));

    @Test
    void aJournalThatCanWriteAgainIsHealthyWithNobodyPublishing() {
        try (JournalIntake intake = new JournalIntake(
                journal, IntakeLimits.DEFAULTS, Retention.unlimited(), clock, new SimpleMeterRegistry())) {
            journal.breakDown(true);
            Receipt receipt = intake.submit(Drafts.files(2))
                    .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                    .join();
            assertThat(receipt).isEqualTo(new Refused(Reason.UNAVAILABLE, "the disk is full"));
            tickUntil(() -> journal.probes() >= 2);
            assertThat(intake.isHealthy()).isFalse();

            journal.breakDown(false);
            tickUntil(intake::isHealthy);

            assertThat(intake.status()).isEqualTo(Health.Status.HEALTHY);
            assertThat(journal.newest()).as("no event").isEqualTo(Position.ORIGIN);
        }
    }

    /** Lets time pass until the condition holds. */
    private void tickUntil(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
            clock.advance(Probe.INTERVAL_MILLIS);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
