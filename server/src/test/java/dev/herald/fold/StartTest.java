package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.meter.Health;
import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the start to the journal's end, and back to it when more comes than may wait. */
class StartTest {
    private final FoldStage stage = new FoldStage();

    @AfterEach
    void close() {
        stage.close();
    }

    /** A tally that waits at the files that are called so. */
    private static final class Held extends Tally {
        final CountDownLatch isThere = new CountDownLatch(1);
        final CountDownLatch mayGo = new CountDownLatch(1);

        @Override
        public void fold(State state, Happening event, Context context) {
            if ("wait".equals(event.data().text("file_path"))) {
                isThere.countDown();
                await(mayGo);
            }
            super.fold(state, event, context);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(FoldStage.WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    private static List<Draft> many(int count, String project) {
        List<Draft> drafts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            drafts.add(FoldStage.change(project, "f"));
        }
        return drafts;
    }

    @Test
    void whileItFoldsQuestionsAreRefusedWithHowFarItIs() {
        stage.publish(many(300, "p"));
        stage.clock.advance(100_000);
        stage.publish(FoldStage.change("p", "wait"));
        stage.clock.advance(100_000);
        stage.publish(FoldStage.change("p", "a"));
        Held held = new Held();
        Runner runner = stage.begin(FoldSettings.DEFAULTS, held);
        assertThat(await(held.isThere)).isTrue();
        assertThat(runner.isReady()).isFalse();
        FoldStage.await(() -> runner.progress().events() >= 256);
        Refusal refusal = RunnerTest.refusal(runner.ask(States::position));
        assertThat(refusal).isInstanceOf(Refusal.Folding.class);
        assertThat(refusal.detail()).contains("256 events").contains("try again");
        assertThat(RunnerTest.refusal(runner.awaiting(Position.ORIGIN, States::position)))
                .isInstanceOf(Refusal.Folding.class);
        assertThat(runner.status().level()).isEqualTo(Health.Level.UNHEALTHY);
        assertThat(runner.status().detail()).contains("still being folded");
        held.mayGo.countDown();
        FoldStage.await(runner::isReady);
        assertThat(runner.progress().share()).isEqualTo(1);
        assertThat(runner.status()).isEqualTo(Health.Status.HEALTHY);
    }

    /** Publishers do not wait for it to begin: nothing is missed and nothing comes twice where reading becomes live. */
    @Test
    void readingBecomesLiveWithoutAHole() {
        stage.publish(many(20_000, "p"));
        List<CompletableFuture<Void>> publishers = new ArrayList<>();
        for (int publisher = 0; publisher < 3; publisher++) {
            publishers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 400; i++) {
                    stage.publish(many(1 + i % 5, "q"));
                }
            }));
        }
        Runner runner = stage.runner(new Tally());
        publishers.forEach(FoldStage::answer);
        Map<String, Long> counts = FoldStage.when(
                runner,
                stage.journal.newest(),
                states -> states.state(Tally.NAME).counts());
        assertThat(counts).isEqualTo(Map.of("p", 20_000L, "q", 3 * 400 * 3L));
    }

    @Test
    void whatIsTooMuchToWaitIsReadFromTheJournal() {
        Held held = new Held();
        Runner runner = stage.runner(held);
        stage.publish(FoldStage.change("p", "wait"));
        assertThat(await(held.isThere)).isTrue();
        for (int i = 0; i < 70; i++) {
            stage.publish(many(1_000, "q"));
        }
        held.mayGo.countDown();
        Position last = stage.publish(FoldStage.change("r", "a"));
        Map<String, Long> counts =
                FoldStage.when(runner, last, states -> states.state(Tally.NAME).counts());
        assertThat(counts).isEqualTo(Map.of("p", 1L, "q", 70_000L, "r", 1L));
        assertThat(FoldStage.<Boolean>answer(runner.ask(States::isPartial))).isFalse();
        // What it derives is told again when it has caught up.
        FoldStage.await(
                () -> stage.told(KnownType.PROGRESS_UPDATE).stream().anyMatch(event -> last.equals(event.cause())));
    }

    @Test
    void onlySoManyQuestionsWait() {
        Held held = new Held();
        Runner runner = stage.runner(held);
        stage.publish(FoldStage.change("p", "wait"));
        assertThat(await(held.isThere)).isTrue();
        List<CompletableFuture<Position>> waiting = new ArrayList<>();
        for (int i = 0; i < Runner.QUESTIONS_MAX; i++) {
            waiting.add(
                    i % 2 == 0
                            ? runner.ask(States::position)
                            : runner.awaiting(new Position(Long.MAX_VALUE), States::position));
        }
        assertThat(RunnerTest.refusal(runner.ask(States::position))).isEqualTo(new Refusal.Busy(Runner.QUESTIONS_MAX));
        // Who waits no longer makes room.
        waiting.get(1).cancel(false);
        CompletableFuture<Position> next = runner.ask(States::position);
        held.mayGo.countDown();
        assertThat(FoldStage.answer(next)).isNotNull();
        assertThat(FoldStage.answer(waiting.getFirst())).isNotNull();
        runner.close();
        assertThat(RunnerTest.refusal(waiting.getLast())).isInstanceOf(Refusal.Stopping.class);
    }
}
