package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.ProgressUpdate;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.meter.Defects;
import dev.herald.projection.Derived;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the intake says to what is derived. */
class TellingTest {
    private final FoldStage stage = new FoldStage();
    private final Derivations derivations = new Derivations();
    private final FaultyIntake intake = new FaultyIntake(stage.intake);
    private final Defects defects = new Defects("fold", new SimpleMeterRegistry(), stage.clock::nanos);
    private final Telling telling = new Telling(intake, stage.clock, defects, () -> {});

    @AfterEach
    void close() {
        stage.close();
    }

    /** Gives these answers first, in this order; then it does what the real one does. */
    private static final class FaultyIntake implements Intake {
        final ArrayDeque<Receipt> first = new ArrayDeque<>();
        final List<List<Draft>> submitted = new ArrayList<>();
        private final Intake real;

        FaultyIntake(Intake real) {
            this.real = real;
        }

        @Override
        public CompletableFuture<Receipt> submit(List<Draft> drafts) {
            submitted.add(drafts);
            Receipt answer = first.poll();
            return answer == null ? real.submit(drafts) : CompletableFuture.completedFuture(answer);
        }

        @Override
        public boolean isHealthy() {
            return real.isHealthy();
        }
    }

    private void derive(String key, long total) {
        derivations.add(new Derived(
                key,
                Position.of(stage.clock.epochMillis(), 7),
                new ProjectId("p"),
                new ProgressUpdate(0, 0, total, null)));
    }

    private void step() {
        telling.step(derivations, stage.journal.newest());
    }

    private List<String> told() {
        return stage.told(KnownType.PROGRESS_UPDATE).stream()
                .map(Event::idempotencyKey)
                .map(key -> key.substring(Derivations.KEY_PREFIX.length()))
                .toList();
    }

    @Test
    void whatIsRefusedIsToldLater() {
        intake.first.add(new Receipt.Refused(Receipt.Reason.OVERLOADED, "later"));
        intake.first.add(new Receipt.Refused(Receipt.Reason.UNAVAILABLE, "later"));
        derive("a", 1);
        derive("b", 2);
        step();
        step();
        step();
        assertThat(intake.submitted).as("it waits before it tries again").hasSize(1);
        assertThat(telling.nanosUntilAgain()).isPositive().isLessThan(1_000_000_000);
        stage.clock.advance(60);
        step();
        step();
        stage.clock.advance(5_000);
        step();
        FoldStage.await(() -> told().size() == 2);
        assertThat(told()).containsExactly("a", "b");
        assertThat(derivations.size()).as("until they are seen in the journal").isEqualTo(2);
        stage.everything().forEach(event -> derivations.seen(event.idempotencyKey()));
        assertThat(derivations.size()).isZero();
    }

    /** Another instance, of an older version perhaps, has told the same with other words: it is told. */
    @Test
    void aConflictIsToldAndTheOthersAreToo() {
        derive("b", 99);
        Draft others = derivations.pollUntold().draft();
        stage.publish(others);
        derivations.forgetAll();
        derive("a", 1);
        derive("b", 2);
        derive("c", 3);
        FoldStage.await(() -> {
            step();
            return told().size() == 3;
        });
        assertThat(told()).containsExactly("b", "a", "c");
        stage.everything().forEach(event -> derivations.seen(event.idempotencyKey()));
        assertThat(derivations.size()).isZero();
    }

    @Test
    void whatTheJournalHadBeforeItWasDerivedIsTold() {
        derive("a", 1);
        stage.publish(derivations.pollUntold().draft());
        derivations.forgetAll();
        derive("a", 1);
        FoldStage.await(() -> {
            step();
            return derivations.size() == 0;
        });
        assertThat(told()).containsExactly("a");
    }

    @Test
    void whatIsNoEventIsADefectAndHoldsNothingUp() {
        derivations.add(
                new Derived("bad", Position.of(1, 0), new ProjectId("p"), new ProgressUpdate(1_000, 0, 1, null)));
        derive("good", 1);
        step();
        FoldStage.await(() -> told().size() == 1);
        assertThat(told()).containsExactly("good");
        assertThat(derivations.size()).isEqualTo(1);
        assertThat(defects.status().detail()).contains("no valid event");
    }

    @Test
    void noPublisherCanHaveSuchAKeyAndOldOnesAreForgotten() {
        assertThat(dev.herald.event.Limits.isIdempotencyKey(Derivations.KEY_PREFIX + "progress:p:1-0"))
                .isFalse();
        derive("old", 1);
        stage.clock.advance(Derivations.AGE_MILLIS + 1);
        derive("new", 1);
        derivations.forgetOld(stage.clock.epochMillis());
        assertThat(derivations.size()).isEqualTo(1);
        for (int i = 0; i < Derivations.PENDING_MAX + 10; i++) {
            derive("many" + i, 1);
        }
        assertThat(derivations.size()).isEqualTo(Derivations.PENDING_MAX);
    }
}
