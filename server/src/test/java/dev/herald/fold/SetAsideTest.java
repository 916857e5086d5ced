package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.meter.Health;
import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A projection that throws is set aside with those upon it, and named; all else lives on. */
class SetAsideTest {
    private static final StateName<AtomicLong> FRAGILE = new StateName<>("fragile");
    private static final StateName<AtomicLong> UPON = new StateName<>("upon");
    private static final StateName<AtomicLong> HIGHER = new StateName<>("higher");
    private static final FoldSettings OFTEN = new FoldSettings(1, 1, 3_600_000, 2, 20_000);

    private final FoldStage stage = new FoldStage();

    @AfterEach
    void close() {
        stage.close();
    }

    enum Fault {
        NONE,
        FOLD,
        PASS,
        AGAIN,
        SAVE,
        LOAD
    }

    /** Counts events, and fails in one thing. */
    private record Counting(StateName<AtomicLong> name, List<StateName<?>> below, Fault fault, String poison)
            implements Projection<AtomicLong> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public AtomicLong begin() {
            return new AtomicLong();
        }

        @Override
        public void fold(AtomicLong state, Happening event, Context context) {
            state.incrementAndGet();
            below.forEach(context::state);
            if (fault == Fault.FOLD && poison.equals(event.data().text("file_path"))) {
                throw new StackOverflowError();
            }
        }

        @Override
        public long due(AtomicLong state) {
            return (fault == Fault.PASS || fault == Fault.AGAIN) && state.get() > 0 ? 1 : NEVER;
        }

        @Override
        public void pass(AtomicLong state, long atMillis, Context context) {
            if (fault == Fault.PASS) {
                throw new IllegalStateException("a secret that must not be told");
            }
        }

        @Override
        public void save(AtomicLong state, StateOut out) {
            if (fault == Fault.SAVE && state.get() > 0) {
                throw new IllegalStateException("a secret that must not be told");
            }
            out.number(state.get());
        }

        @Override
        public AtomicLong load(int version, StateIn in) {
            if (fault == Fault.LOAD) {
                throw new IllegalStateException("of a form that is not known");
            }
            return new AtomicLong(in.number());
        }
    }

    private static Projection<?>[] with(Fault fault) {
        return new Projection<?>[] {
            new Counting(FRAGILE, List.of(), fault, "poison"),
            new Tally(),
            new Counting(UPON, List.of(FRAGILE), Fault.NONE, ""),
            new Counting(HIGHER, List.of(UPON, Tally.NAME), Fault.NONE, "")
        };
    }

    private void isAsideAt(Runner runner, Position position) {
        isAsideAtOneOf(runner, position);
    }

    private void isAsideAtOneOf(Runner runner, Position... positions) {
        FoldStage.await(() -> runner.status().level() == Health.Level.UNHEALTHY);
        assertThat(runner.status().detail())
                .contains("fragile")
                .containsAnyOf(Stream.of(positions).map(Position::toString).toArray(String[]::new))
                .doesNotContain("secret");
        for (StateName<AtomicLong> name : List.of(FRAGILE, UPON, HIGHER)) {
            assertThat(RunnerTest.refusal(
                            runner.ask(states -> states.state(name).get())))
                    .isInstanceOfSatisfying(
                            Refusal.Aside.class,
                            aside -> assertThat(aside.projection().projection()).isEqualTo(name.text()));
        }
        Position last = stage.publish(FoldStage.change("p", "after"));
        Map<String, Long> counts =
                FoldStage.when(runner, last, states -> states.state(Tally.NAME).counts());
        assertThat(counts.get("p")).isEqualTo(2);
    }

    @Test
    void oneThatThrowsOnAnEvent() {
        Runner runner = stage.runner(with(Fault.FOLD));
        Position poison = stage.publish(FoldStage.change("p", "poison"));
        isAsideAt(runner, poison);
    }

    @Test
    void oneThatThrowsOnAMoment() {
        Runner runner = stage.runner(with(Fault.PASS));
        isAsideAt(runner, stage.publish(FoldStage.change("p", "a")));
    }

    @Test
    void oneThatWaitsForAMomentThatHasPassed() {
        Runner runner = stage.runner(with(Fault.AGAIN));
        isAsideAt(runner, stage.publish(FoldStage.change("p", "a")));
    }

    @Test
    void oneThatCannotBeSaved() {
        Runner runner = stage.runner(OFTEN, with(Fault.SAVE));
        Position told = stage.publish(FoldStage.change("p", "a"));
        // What follows from it may have been folded before it is saved.
        isAsideAtOneOf(runner, told, new Position(told.packed() + 1));
    }

    /** What was saved before still serves, and a version that can fold the event goes on from there. */
    @Test
    void nothingIsSavedWhileOneIsAsideAndTheNextStartGoesOnFromBefore() {
        Runner runner = stage.runner(OFTEN, with(Fault.FOLD));
        Position good = stage.publish(FoldStage.change("p", "good"));
        FoldStage.await(() -> !stage.journal.kept(Saving.NAME).isEmpty()
                && !good.isAfter(stage.journal.kept(Saving.NAME).getLast()));
        Position poison = stage.publish(FoldStage.change("q", "poison"));
        FoldStage.when(runner, stage.publish(FoldStage.change("q", "c")), States::position);
        runner.close();
        assertThat(stage.journal.kept(Saving.NAME).getLast()).isLessThan(poison);
        Runner mended = stage.runner(OFTEN, with(Fault.NONE));
        assertThat(mended.status()).isEqualTo(Health.Status.HEALTHY);
        long events = FoldStage.answer(mended.ask(states -> states.state(HIGHER).get()));
        assertThat(events).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whatCannotBeLoadedIsFoldedAgain() {
        Runner runner = stage.runner(OFTEN, with(Fault.NONE));
        Position last = stage.publish(FoldStage.change("p", "a"), FoldStage.change("p", "b"));
        FoldStage.when(runner, last, States::position);
        runner.close();
        Runner next = stage.runner(OFTEN, with(Fault.LOAD));
        assertThat(next.status()).isEqualTo(Health.Status.HEALTHY);
        Map<String, Long> counts =
                FoldStage.answer(next.ask(states -> states.state(Tally.NAME).counts()));
        assertThat(counts).isEqualTo(Map.of("p", 2L));
        assertThat(FoldStage.<Boolean>answer(next.ask(States::isPartial))).isFalse();
    }
}
