package dev.herald.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Versioned;
import dev.herald.journal.Drafts;
import dev.herald.journal.ManualClock;
import dev.herald.journal.Outcome;
import dev.herald.journal.sqlite.SqliteJournal;
import dev.herald.journal.sqlite.SqliteSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guards are for: several decide upon a state that follows the journal, and no change of it is lost. */
class DecideAgainTest {
    private static final int DECIDERS = 3;
    private static final int EACH = 100;

    @TempDir
    Path directory;

    /** A number that each decider raises by one, as of a position. */
    private record State(int number, Position position) {}

    private volatile State state = new State(0, Position.ORIGIN);
    private volatile boolean isOver;

    @Test
    void nobodysChangeIsLostThoughAllDecideAtOnce() throws Exception {
        try (SqliteJournal journal = SqliteJournal.open(
                        directory, SqliteSettings.DEFAULTS.withEachCommitSynced(false), new ManualClock());
                JournalIntake intake = new JournalIntake(
                        journal,
                        IntakeLimits.DEFAULTS,
                        Retention.unlimited(),
                        new ManualClock(),
                        new SimpleMeterRegistry());
                ExecutorService threads = Executors.newFixedThreadPool(DECIDERS + 1)) {
            journal.listen(batch -> batch.forEach(this::fold));
            List<Future<Integer>> deciders = new ArrayList<>();
            for (int i = 0; i < DECIDERS; i++) {
                deciders.add(threads.submit(() -> decide(intake)));
            }
            // Who gives no guard is never refused, and makes the others decide again.
            Future<Integer> plain = threads.submit(() -> {
                int told = 0;
                while (!isOver && told < 1_000) {
                    IntakeStage.accepted(intake.submit(List.of(Drafts.file("beside"), task("\"title\":\"plain\""))));
                    told++;
                }
                return told;
            });
            int stale = 0;
            for (Future<Integer> decider : deciders) {
                stale += decider.get();
            }
            isOver = true;
            assertThat(plain.get()).isPositive();
            assertThat(state.number()).isEqualTo(DECIDERS * EACH);
            assertThat(stale).as("refusals: else nobody met anybody").isPositive();
        }
    }

    /** Runs on the writer's thread. */
    private void fold(Event event) {
        State before = state;
        String json = new String(event.json(), StandardCharsets.UTF_8);
        int at = json.indexOf("\"estimate\":");
        int number = at < 0
                ? before.number()
                : Integer.parseInt(json.substring(at + 11).split("[^0-9]")[0]);
        state = new State(number, event.position());
    }

    private int decide(JournalIntake intake) {
        int stale = 0;
        for (int kept = 0; kept < EACH; ) {
            State known = state;
            Draft draft = task("\"estimate\":" + (known.number() + 1)).withGuard(known.position());
            switch (IntakeStage.answer(intake.submit(List.of(draft)))) {
                case Receipt.Accepted _ -> kept++;
                case Receipt.Stale(List<Outcome.Moved> moved) -> {
                    stale++;
                    Position newest = moved.getFirst().newest();
                    assertThat(newest).isGreaterThan(known.position());
                    IntakeStage.await(() -> !newest.isAfter(state.position()));
                }
                case Receipt.Conflict conflict -> throw new AssertionError(conflict);
                case Receipt.Refused refused -> throw new AssertionError(refused);
            }
        }
        return stale;
    }

    private static Draft task(String members) {
        return Drafts.of(KnownType.TASK_UPDATE, "p", "\"task_id\":\"T-1\"," + members)
                .withVersioned(Versioned.task(new ProjectId("p"), "T-1"));
    }
}
