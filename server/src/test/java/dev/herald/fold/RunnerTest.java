package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Drafts;
import dev.herald.meter.Health;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the runner does with the journal, its clock and those who ask. */
class RunnerTest {
    private final FoldStage stage = new FoldStage();

    @AfterEach
    void close() {
        stage.close();
    }

    private static Map<String, Long> counts(States states) {
        return states.state(Tally.NAME).counts();
    }

    @Test
    void foldsWhatWasThereAndWhatComes() {
        stage.publish(FoldStage.change("p", "a"), FoldStage.change("q", "b"));
        Runner runner = stage.runner(new Tally());
        assertThat(FoldStage.answer(runner.ask(RunnerTest::counts))).isEqualTo(Map.of("p", 1L, "q", 1L));
        Position last = stage.publish(FoldStage.change("p", "c"));
        assertThat(FoldStage.when(runner, last, RunnerTest::counts)).isEqualTo(Map.of("p", 2L, "q", 1L));
        assertThat(FoldStage.<Position>when(runner, last, States::position)).isGreaterThanOrEqualTo(last);
        assertThat(runner.status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void whatIsDerivedIsToldOnceWithItsCause() {
        Runner runner = stage.runner(new Tally());
        Position cause = stage.publish(FoldStage.change("p", "a"));
        FoldStage.await(() -> stage.told(KnownType.PROGRESS_UPDATE).size() == 1);
        Event told = stage.told(KnownType.PROGRESS_UPDATE).getFirst();
        assertThat(told.cause()).isEqualTo(cause);
        assertThat(told.source()).isEqualTo("herald");
        // A runner that folds all again derives the same, and adds nothing.
        FoldStage.when(runner, told.position(), States::position);
        Runner other = stage.begin(FoldSettings.DEFAULTS, new Tally());
        FoldStage.await(other::isReady);
        Position last = stage.publish(FoldStage.change("q", "b"));
        FoldStage.when(other, last, States::position);
        FoldStage.when(runner, last, States::position);
        FoldStage.await(() -> stage.told(KnownType.PROGRESS_UPDATE).size() == 2);
        assertThat(stage.told(KnownType.PROGRESS_UPDATE))
                .extracting(Event::cause)
                .containsExactly(cause, last);
    }

    @Test
    void momentsPassByTheClockWhenNothingHappens() {
        Runner runner = stage.runner(new Tally());
        stage.publish(FoldStage.change("p", "a"), FoldStage.change("p", "b"), FoldStage.change("p", "c"));
        FoldStage.await(() -> stage.told(KnownType.PROGRESS_UPDATE).size() == 1);
        stage.clock.advance(Tally.EVERY_MILLIS);
        FoldStage.await(() -> stage.told(KnownType.PROGRESS_UPDATE).size() == 2);
        // The clock jumps: what was due on the way passes in order.
        stage.clock.advance(10 * Tally.MINUTE);
        FoldStage.await(() -> FoldStage.answer(
                        runner.ask(states -> states.state(Tally.NAME).lines.get("p").activeMinutes))
                == 4);
        assertThat(FoldStage.<Long>answer(runner.ask(States::atMillis))).isEqualTo(stage.clock.epochMillis());
        assertThat(stage.told(KnownType.PROGRESS_UPDATE)).hasSize(2);
    }

    @Test
    void nothingOldIsToldAtTheFirstStartOverAnOldLog() {
        stage.publish(FoldStage.change("p", "a"), FoldStage.change("p", "b"));
        Runner runner = stage.runner(new Tally());
        Position last = stage.publish(FoldStage.change("q", "c"));
        FoldStage.when(runner, last, States::position);
        FoldStage.await(() -> !stage.told(KnownType.PROGRESS_UPDATE).isEmpty());
        assertThat(stage.told(KnownType.PROGRESS_UPDATE))
                .extracting(Event::cause)
                .containsExactly(last);
    }

    @Test
    void aRestartGoesOnFromWhatWasSaved() {
        Runner runner = stage.runner(new Tally());
        Position last = stage.publish(List.of(FoldStage.change("p", "a"), FoldStage.change("p", "b")));
        FoldStage.when(runner, last, States::position);
        runner.close();
        assertThat(stage.journal.kept(Saving.NAME).getLast()).isGreaterThanOrEqualTo(last);
        Runner next = stage.runner(new Tally());
        assertThat(next.progress().begun()).isGreaterThanOrEqualTo(last);
        assertThat(FoldStage.answer(next.ask(RunnerTest::counts))).isEqualTo(Map.of("p", 2L));
    }

    /** It stays pending over the restart, and is told then, once. */
    @Test
    void whatCouldNotBeToldIsToldAfterTheRestart() {
        Intake deaf = new Intake() {
            @Override
            public CompletableFuture<Receipt> submit(List<Draft> drafts) {
                return CompletableFuture.completedFuture(new Receipt.Refused(Receipt.Reason.UNAVAILABLE, "later"));
            }

            @Override
            public boolean isHealthy() {
                return false;
            }
        };
        Position cause;
        try (Runner runner = new Runner(List.of(new Tally()), stage.parts(deaf), FoldSettings.DEFAULTS)) {
            FoldStage.await(runner::isReady);
            cause = stage.publish(FoldStage.change("p", "a"));
            FoldStage.when(runner, cause, States::position);
        }
        assertThat(stage.told(KnownType.PROGRESS_UPDATE)).isEmpty();
        Runner next = stage.runner(new Tally());
        assertThat(next.progress().begun()).isEqualTo(cause);
        FoldStage.await(() -> !stage.told(KnownType.PROGRESS_UPDATE).isEmpty());
        assertThat(stage.told(KnownType.PROGRESS_UPDATE))
                .extracting(Event::cause)
                .containsExactly(cause);
    }

    /** A clock that goes back makes an event earlier than a moment that has passed: it is folded all the same. */
    @Test
    void aClockThatGoesBackStopsNothing() {
        Runner runner = stage.runner(new Tally());
        stage.publish(FoldStage.change("p", "a"));
        stage.clock.advance(2 * Tally.MINUTE);
        FoldStage.await(() -> FoldStage.answer(
                        runner.ask(states -> states.state(Tally.NAME).lines.get("p").activeMinutes))
                == 2);
        stage.clock.advance(-Tally.MINUTE);
        Position last = stage.publish(FoldStage.change("p", "b"));
        assertThat(FoldStage.when(runner, last, RunnerTest::counts)).isEqualTo(Map.of("p", 2L));
        assertThat(runner.status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void whoAsksTooLateOrTooEarlyIsToldWhy() {
        Runner runner = stage.runner(new Tally());
        CompletableFuture<Position> waiting = runner.awaiting(new Position(Long.MAX_VALUE), States::position);
        CompletableFuture<Object> wrong = runner.ask(_ -> {
            throw new IllegalStateException("the question's own");
        });
        assertThatThrownBy(() -> FoldStage.answer(wrong))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("the question's own");
        runner.close();
        assertThat(refusal(waiting)).isInstanceOf(Refusal.Stopping.class);
        assertThat(refusal(runner.ask(States::position))).isInstanceOf(Refusal.Stopping.class);
        stage.publish(Drafts.files(3));
    }

    static Refusal refusal(CompletableFuture<?> refused) {
        try {
            throw new AssertionError("answered: " + FoldStage.answer(refused));
        } catch (CompletionException ended) {
            assertThat(ended.getCause()).isInstanceOf(Unanswered.class);
            return ((Unanswered) ended.getCause()).refusal();
        }
    }
}
