package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.journal.TrimRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looking back: the states are what they were, as far back as is kept. */
class PastTest {
    private static final FoldSettings OFTEN = new FoldSettings(50, 3_600_000, 3_600_000, 2, 20_000);

    private final FoldStage stage = new FoldStage();
    private Past past;
    private final Map<Position, byte[]> live = new HashMap<>();
    private final List<Position> positions = new ArrayList<>();

    @BeforeEach
    void open() {
        past = stage.past(OFTEN, new Tally());
    }

    @AfterEach
    void close() {
        stage.close();
    }

    static byte[] bytes(States states) {
        return Tally.bytes(states.state(Tally.NAME));
    }

    /** Each is folded before the next comes, so that what the live states were is known. */
    private Runner happens(int events) {
        Runner runner = stage.runner(OFTEN, new Tally());
        for (int i = 0; i < events; i++) {
            stage.clock.advance(i % 7 * 40L + (i % 50 == 0 ? 70_000 : 0));
            Position at = stage.publish(FoldStage.change("p" + i % 3, "f" + i));
            positions.add(at);
            live.put(at, FoldStage.when(runner, at, PastTest::bytes));
        }
        return runner;
    }

    @Test
    void theStatesOfEachMomentAreThoseThatWereThere() {
        happens(300);
        FoldStage.await(() -> stage.journal.kept(Saving.NAME).size() > 5);
        for (int i = 0; i < positions.size(); i += 13) {
            Position at = positions.get(i);
            assertThat(FoldStage.answer(past.ask(at, PastTest::bytes)))
                    .as("as of " + at)
                    .isEqualTo(live.get(at));
            assertThat(FoldStage.<Long>answer(past.ask(at, States::atMillis))).isEqualTo(at.epochMillis());
            assertThat(FoldStage.<Position>answer(past.ask(at, States::position)))
                    .isEqualTo(at);
        }
        // Between two events it is the earlier one, and before the first there is nothing.
        Position between = new Position(positions.getLast().packed() - 1);
        assertThat(FoldStage.<Position>answer(past.ask(between, States::position)))
                .isLessThan(positions.getLast());
        assertThat(FoldStage.<Position>answer(past.ask(new Position(7), States::position)))
                .isEqualTo(Position.ORIGIN);
    }

    /** A state that was saved later than its event, when time had passed in it, is not what was there at the event. */
    @Test
    void whatPassedAfterTheMomentIsNotInIt() {
        Runner runner = happens(60);
        stage.clock.advance(Tally.EVERY_MILLIS);
        FoldStage.await(() -> FoldStage.answer(runner.ask(TwoRunnersTest::isSettled)));
        Position last = stage.journal.newest();
        byte[] then = FoldStage.when(runner, last, PastTest::bytes);
        stage.clock.advance(3 * Tally.MINUTE);
        FoldStage.await(() -> !java.util.Arrays.equals(then, FoldStage.answer(runner.ask(PastTest::bytes))));
        runner.close();
        assertThat(stage.journal.kept(Saving.NAME)).endsWith(last);
        assertThat(FoldStage.answer(past.ask(last, PastTest::bytes))).isEqualTo(then);
        assertThat(FoldStage.<Long>answer(past.ask(last, States::atMillis))).isEqualTo(last.epochMillis());
    }

    @Test
    void asFarBackAsIsKeptAndWhoAsksForMoreIsToldTheOldest() {
        happens(200);
        FoldStage.await(() -> stage.journal.kept(Saving.NAME).size() > 3);
        Position hold = stage.journal.kept(Saving.NAME).get(2);
        while (stage.journal.trim(new TrimRules(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, hold)) > 0) {}
        assertThat(stage.journal.bounds().floor()).isEqualTo(hold);
        Position before = positions.getFirst();
        Refusal refusal = RunnerTest.refusal(past.ask(before, States::position));
        assertThat(refusal).isEqualTo(new Refusal.NoLongerKept(hold));
        assertThat(FoldStage.answer(past.ask(hold, PastTest::bytes))).isEqualTo(live.getOrDefault(hold, bytesAt(hold)));
        for (Position at : positions.subList(150, 160)) {
            assertThat(FoldStage.answer(past.ask(at, PastTest::bytes))).isEqualTo(live.get(at));
        }
    }

    private byte[] bytesAt(Position position) {
        return FoldStage.answer(past.ask(position, PastTest::bytes));
    }

    @Test
    void whatIsAskedForAheadOfTheLogIsNotKeptWhileItGrows() {
        Runner runner = happens(5);
        Position ahead = Position.of(stage.clock.epochMillis() + 1_000_000, 0);
        assertThat(FoldStage.answer(past.ask(ahead, PastTest::bytes))).isEqualTo(live.get(positions.getLast()));
        Position next = stage.publish(FoldStage.change("p9", "late"));
        byte[] then = FoldStage.when(runner, next, PastTest::bytes);
        assertThat(FoldStage.answer(past.ask(ahead, PastTest::bytes))).isEqualTo(then);
    }

    @Test
    void onlySoManyWaitAndWhoGoesEndsItsFolding() throws InterruptedException {
        happens(3);
        CountDownLatch isHeld = new CountDownLatch(1);
        CountDownLatch mayGo = new CountDownLatch(1);
        CompletableFuture<Boolean> holding = past.ask(positions.getFirst(), _ -> {
            isHeld.countDown();
            return await(mayGo);
        });
        assertThat(isHeld.await(FoldStage.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Position>> waiting = new ArrayList<>();
        for (int i = 0; i < Past.QUESTIONS_MAX; i++) {
            waiting.add(past.ask(positions.getLast(), States::position));
        }
        assertThat(RunnerTest.refusal(past.ask(positions.getLast(), States::position)))
                .isEqualTo(new Refusal.Busy(Past.QUESTIONS_MAX));
        waiting.getFirst().cancel(false);
        mayGo.countDown();
        assertThat(FoldStage.answer(holding)).isTrue();
        assertThat(FoldStage.<Position>answer(waiting.getLast())).isEqualTo(positions.getLast());
        past.close();
        assertThat(RunnerTest.refusal(past.ask(positions.getLast(), States::position)))
                .isInstanceOf(Refusal.Stopping.class);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(FoldStage.WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    /** The clock goes on while it begins, as if that had taken long. */
    @Test
    void whatTakesTooLongIsGivenUp() {
        happens(3);
        Past slow = stage.past(OFTEN, new Tally() {
            @Override
            public State begin() {
                stage.clock.advance(OFTEN.pastMillisMax() + 1);
                return super.begin();
            }
        });
        assertThat(RunnerTest.refusal(slow.ask(positions.getLast(), States::position)))
                .isEqualTo(new Refusal.TooLong(OFTEN.pastMillisMax()));
    }
}
