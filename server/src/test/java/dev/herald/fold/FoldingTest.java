package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Budget;
import dev.herald.journal.TrimRules;
import dev.herald.projection.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** From the start, from any saved state, and live: the same state, whatever happened and whoever reads and trims beside. */
class FoldingTest {
    private static final int HISTORIES = 12;
    private static final FoldSettings OFTEN = new FoldSettings(37, 3_600_000, 3_600_000, 2, 20_000);

    private static List<Projection<?>> projections() {
        return List.of(new Tally(), new Minutes());
    }

    private static byte[] everything(Projections states) {
        byte[] saved = states.save();
        assertThat(saved).as("nothing is set aside").isNotNull();
        return saved;
    }

    private static void fold(Projections states, Iterable<Event> events) {
        for (Event event : events) {
            while (states.pass(event.position().epochMillis())) {}
            states.fold(event);
        }
    }

    @Test
    void fromTheStartFromAnySavedStateAndLiveGiveTheSame() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int history = 0; history < HISTORIES; history++) {
            oneHistory(random, "history " + history + " of seed " + seed);
        }
    }

    private static void oneHistory(Random random, String which) {
        try (FoldStage stage = new FoldStage()) {
            Runner live = stage.runner(OFTEN, projections().toArray(Projection<?>[]::new));
            AtomicBoolean isDone = new AtomicBoolean();
            AtomicReference<Position> collected = new AtomicReference<>(Position.ORIGIN);
            CompletableFuture<Void> beside =
                    CompletableFuture.runAsync(() -> readAndTrim(stage, live, collected, isDone));
            int batches = 20 + random.nextInt(60);
            List<Event> all = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                happen(stage, random);
                if (random.nextInt(4) == 0) {
                    // As far as it has got, for moments may pass here and not in the next batch.
                    FoldStage.when(live, stage.journal.newest(), States::position);
                }
                collect(stage, all);
                collected.set(all.getLast().position());
            }
            isDone.set(true);
            FoldStage.answer(beside);
            FoldStage.await(() -> FoldStage.answer(live.ask(states -> derived(states) == 0)));
            collect(stage, all);
            byte[] now = FoldStage.answer(live.ask(states -> {
                Projections own = (Projections) states;
                while (own.pass(stage.clock.epochMillis())) {}
                return everything(own);
            }));
            Projections fromStart = new Projections(projections());
            fromStart.beginTelling();
            fold(fromStart, all);
            while (fromStart.pass(stage.clock.epochMillis())) {}
            assertThat(everything(fromStart)).as(which).isEqualTo(now);
            List<Position> kept = stage.journal.kept(Saving.NAME);
            assertThat(kept).as(which).isNotEmpty();
            for (Position position : kept) {
                Projections from = new Projections(projections());
                from.load(
                        Projections.VERSION,
                        stage.journal.load(Saving.NAME, position).orElseThrow().state());
                assertThat(from.position()).isEqualTo(position);
                fold(
                        from,
                        all.stream()
                                .filter(event -> event.position().isAfter(position))
                                .toList());
                while (from.pass(stage.clock.epochMillis())) {}
                assertThat(everything(from)).as(which + ", from " + position).isEqualTo(now);
            }
        }
    }

    private static int derived(States states) {
        return ((Projections) states).derivations().size();
    }

    private static void happen(FoldStage stage, Random random) {
        stage.clock.advance(
                switch (random.nextInt(5)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(30);
                    case 2 -> 100 + random.nextInt(400);
                    case 3 -> 20_000 + random.nextInt(60_000);
                    default -> 1 + random.nextInt(10) == 1 ? 3_600_000L * 30 : 59_000;
                });
        List<Draft> drafts = new ArrayList<>();
        for (int left = 1 + random.nextInt(12); left > 0; left--) {
            drafts.add(FoldStage.change("p" + random.nextInt(5), random.nextInt(9) == 0 ? "\\uD83D" : "f"));
        }
        stage.publish(drafts);
    }

    /** What is new, before it is trimmed: everything that was ever in the journal. */
    private static void collect(FoldStage stage, List<Event> all) {
        Position after = all.isEmpty() ? Position.ORIGIN : all.getLast().position();
        all.addAll(stage.journal
                .read(after, Reach.ALL, Budget.of(Integer.MAX_VALUE, Long.MAX_VALUE, 60_000))
                .events());
    }

    /** Trims what the runner no longer needs, and was collected, as the intake does; and reads. */
    private static void readAndTrim(
            FoldStage stage, Runner live, AtomicReference<Position> collected, AtomicBoolean isDone) {
        while (!isDone.get()) {
            assertThat(FoldStage.<Boolean>answer(live.ask(States::isPartial))).isFalse();
            stage.everything();
            Position needed = live.keepAfter();
            Position upTo = collected.get().isAfter(needed) ? needed : collected.get();
            stage.journal.trim(new TrimRules(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, upTo));
        }
    }
}
