package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.journal.ManualClock;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.loop.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two runners on one journal, as two servers have them, with real threads and a real clock. */
class TwoRunnersTest {
    @Test
    void deriveTheSameAndAddNothing() {
        MemoryJournal journal = new MemoryJournal(Clock.system());
        try (FoldStage stage = new FoldStage(new ManualClock(), Clock.system(), journal)) {
            Runner one = stage.runner(new Tally());
            Runner two = stage.runner(new Tally());
            List<CompletableFuture<Void>> publishers = IntStream.range(0, 3)
                    .mapToObj(publisher -> CompletableFuture.runAsync(() -> publish(stage, publisher)))
                    .toList();
            publishers.forEach(FoldStage::answer);
            // All that is derived has come when nothing is due and nothing is pending.
            FoldStage.await(
                    () -> isQuiet(one) && isQuiet(two) && stage.journal.newest().equals(one.position()));
            Position end = stage.journal.newest();
            assertThat(FoldStage.when(one, end, PastTest::bytes)).isEqualTo(FoldStage.when(two, end, PastTest::bytes));
            List<Event> told = stage.told(KnownType.PROGRESS_UPDATE);
            assertThat(told).extracting(Event::idempotencyKey).doesNotHaveDuplicates();
            // What a replay derives is what was told: no less and no more.
            assertThat(told).extracting(Event::idempotencyKey).containsExactlyInAnyOrderElementsOf(derived(stage));
        }
    }

    private static boolean isQuiet(Runner runner) {
        return FoldStage.answer(runner.ask(TwoRunnersTest::isQuiet));
    }

    /** Whether nothing is about to be derived, and all that was has come by the journal. */
    static boolean isQuiet(States states) {
        return new Tally().due(states.state(Tally.NAME)) > states.atMillis() + Tally.EVERY_MILLIS
                && ((Projections) states).derivations().size() == 0;
    }

    /** Whether all that was derived has come by the journal, and only a minute is waited for. */
    static boolean isSettled(States states) {
        return states.state(Tally.NAME).lines.values().stream().allMatch(line -> line.untold == null)
                && ((Projections) states).derivations().size() == 0;
    }

    private static void publish(FoldStage stage, int publisher) {
        for (int i = 0; i < 150; i++) {
            List<Draft> drafts = new ArrayList<>();
            for (int j = 0; j <= i % 4; j++) {
                drafts.add(FoldStage.change("p" + (publisher + j) % 3, "f" + i));
            }
            stage.publish(drafts);
            if (i % 10 == 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    static List<String> derived(FoldStage stage) {
        List<String> keys = new ArrayList<>();
        Projections replay = new Projections(List.of(new Tally()));
        for (Event event : stage.everything()) {
            while (replay.pass(event.position().epochMillis())) {}
            collect(replay, keys);
            replay.fold(event);
            collect(replay, keys);
        }
        while (replay.pass(stage.now() + Tally.EVERY_MILLIS)) {}
        collect(replay, keys);
        return keys;
    }

    private static void collect(Projections replay, List<String> keys) {
        for (Pending next = replay.derivations().pollUntold();
                next != null;
                next = replay.derivations().pollUntold()) {
            keys.add(next.key());
        }
    }
}
