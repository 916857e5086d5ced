package dev.herald.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.journal.Drafts;
import dev.herald.journal.Journal;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class IntakeTrimTest extends IntakeStage {

    @Test
    void trimsBetweenBatchesWhenItIsTime() {
        restartKeepingTwo();
        accepted(intake.submit(Drafts.files(5)));
        assertThat(positions()).hasSize(5);
        awaitTicking(() -> positions().size() == 2);
        accepted(intake.submit(Drafts.files(2)));
        awaitTicking(() -> positions().size() == 2);
        assertThat(journal.batches).containsExactly(5, 2);
    }

    @Test
    void trimmingKeepsUpWithBatchesOfAnySize() {
        restartKeepingTwo();
        accepted(intake.submit(Drafts.files(5 * Journal.TRIM_STEP)));
        CompletableFuture<Receipt> held = hold();
        clock.advance(INTERVAL_MILLIS);
        CompletableFuture<Receipt> next = intake.submit(Drafts.files(3 * Journal.TRIM_STEP));
        journal.letThrough(1);
        accepted(held);
        await(() -> journal.batches.size() == 3);
        assertThat(positions()).as("one step after one event").hasSize(4 * Journal.TRIM_STEP + 1);
        CompletableFuture<Receipt> last = intake.submit(Drafts.files(1));
        journal.letThrough(1);
        accepted(next);
        await(() -> journal.batches.size() == 4);
        assertThat(positions()).as("twice as many as were appended").hasSize(Journal.TRIM_STEP + 1);
        journal.open();
        accepted(last);
        await(() -> positions().size() == 2);
    }

    @Test
    void keepsWhatSomebodyNeedsWhenItTrims() {
        restart(IntakeLimits.DEFAULTS, new Retention(1_000, 1, 1, INTERVAL_MILLIS, () -> Position.ORIGIN));
        accepted(intake.submit(Drafts.files(5)));
        int before = journal.trims.size();
        awaitTicking(() -> journal.trims.size() >= before + 3);
        assertThat(positions()).hasSize(5);
    }

    @Test
    void survivesATrimThatFails() {
        restartKeepingTwo();
        accepted(intake.submit(Drafts.files(5)));
        journal.breakDown(true);
        int before = journal.trims.size();
        awaitTicking(() -> journal.trims.size() >= before + 3);
        assertThat(positions()).hasSize(5);
        journal.breakDown(false);
        awaitTicking(() -> positions().size() == 2);
        accepted(intake.submit(Drafts.files(1)));
    }

    /** The first look at what may go is over: what is submitted now stays until time passes. */
    private void restartKeepingTwo() {
        restart(
                IntakeLimits.DEFAULTS,
                new Retention(Long.MAX_VALUE, 2, Long.MAX_VALUE, INTERVAL_MILLIS, () -> new Position(Long.MAX_VALUE)));
        await(() -> journal.trims.size() == 1);
    }

    /** Lets time pass until the condition holds. */
    private void awaitTicking(BooleanSupplier condition) {
        await(() -> {
            clock.advance(INTERVAL_MILLIS);
            return condition.getAsBoolean();
        });
    }
}
