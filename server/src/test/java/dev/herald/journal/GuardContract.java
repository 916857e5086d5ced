package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Versioned;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What guards promise: a change is kept only if nobody has made another since, whoever made it. */
public abstract class GuardContract extends BoundsContract {
    private static final ProjectId P = new ProjectId("p");
    private static final Versioned TASK = Versioned.task(P, "T-1");

    @Test
    void aGuardHoldsWhileItsEventIsTheLast() {
        Draft first = task("one").withGuard(Position.ORIGIN);
        Position one = kept(List.of(first));
        assertThat(stale(List.of(task("again").withGuard(Position.ORIGIN)))).containsExactly(new Outcome.Moved(0, one));
        Position two = kept(List.of(task("two").withGuard(one)));
        assertThat(stale(List.of(Drafts.file("with it"), task("late").withGuard(one))))
                .containsExactly(new Outcome.Moved(1, two));
        assertThat(everything()).hasSize(2);
    }

    @Test
    void whoGivesNoGuardMovesItOn() {
        Position plain = kept(List.of(task("plain")));
        assertThat(stale(List.of(task("guarded").withGuard(Position.ORIGIN))))
                .containsExactly(new Outcome.Moved(0, plain));
        kept(List.of(task("guarded").withGuard(plain)));
    }

    @Test
    void aSubmissionIsComparedWithWhatStoodBeforeIt() {
        List<Outcome> outcomes = journal.appendEach(List.of(
                List.of(task("one").withGuard(Position.ORIGIN), task("two").withGuard(Position.ORIGIN)),
                List.of(task("other").withGuard(Position.ORIGIN)),
                List.of(Drafts.file("not concerned"))));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Kept.class);
        Position second = ((Outcome.Kept) outcomes.get(0)).appended().getLast().position();
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Stale(List.of(new Outcome.Moved(0, second))));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Kept.class);
        assertThat(everything()).hasSize(3);
    }

    @Test
    void whatWasRefusedMovesNothing() {
        journal.appendEach(List.of(List.of(task("one"), task("stale").withGuard(new Position(5)))));
        assertThat(everything()).isEmpty();
        kept(List.of(task("one").withGuard(Position.ORIGIN)));
    }

    /** A retry after a lost answer: its guard is stale by its own first append. */
    @Test
    void aKnownKeyIsAnsweredWhateverItsGuardSays() {
        Draft keyed = task("one").withIdempotencyKey("k").withGuard(Position.ORIGIN);
        Position first = kept(List.of(keyed));
        Outcome again = journal.appendEach(List.of(List.of(keyed))).getFirst();
        assertThat(again).isEqualTo(new Outcome.Kept(List.of(new Appended(first, false))));
        Draft other = task("other").withIdempotencyKey("k").withGuard(Position.ORIGIN);
        assertThat(journal.appendEach(List.of(List.of(other))).getFirst()).isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void whatIsTrimmedIsStillRemembered() {
        Position one = kept(List.of(task("one")));
        journal.append(Drafts.files(3));
        assertThat(journal.trim(new TrimRules(0, 1, Long.MAX_VALUE, new Position(Long.MAX_VALUE))))
                .isEqualTo(3);
        assertThat(stale(List.of(task("two").withGuard(Position.ORIGIN)))).containsExactly(new Outcome.Moved(0, one));
        kept(List.of(task("two").withGuard(one)));
    }

    @Test
    void thingsOfOneNameAreKeptApart() {
        kept(List.of(task("one")));
        Draft risk = Drafts.of(KnownType.RISK_ALERT, "p", "\"risk_id\":\"T-1\"")
                .withVersioned(Versioned.risk(P, "T-1"))
                .withGuard(Position.ORIGIN);
        kept(List.of(risk));
        kept(List.of(Drafts.file("x")
                .withVersioned(Versioned.task(new ProjectId("other"), "T-1"))
                .withGuard(Position.ORIGIN)));
    }

    /**
     * Writers that read the last event, and append with it as their guard, beside others that give none and beside
     * trimming: each that is kept follows the one that it was decided upon. Appends are the intake's, one at a time.
     */
    @Test
    void noUpdateIsLostBesidePlainWritersAndTrimming() throws Exception {
        int writers = 3;
        int each = 60;
        ReentrantLock door = new ReentrantLock();
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers + 2)) {
            Callable<Integer> writer = () -> {
                int kept = 0;
                while (kept < each) {
                    Position known = lastOfTask();
                    Outcome outcome = through(door, List.of(task("guarded").withGuard(known)));
                    switch (outcome) {
                        case Outcome.Kept(List<Appended> appended) -> {
                            assertThat(previous(appended.getFirst().position())).isEqualTo(known);
                            kept++;
                        }
                        case Outcome.Stale(List<Outcome.Moved> moved) ->
                            assertThat(moved.getFirst().newest()).isNotEqualTo(known);
                        case Outcome.Conflict conflict -> throw new AssertionError(conflict);
                    }
                }
                return kept;
            };
            List<Future<Integer>> running = IntStream.range(0, writers)
                    .mapToObj(i -> threads.submit(writer))
                    .toList();
            Future<Integer> plain = threads.submit(() -> {
                int told = 0;
                do {
                    through(door, List.of(Drafts.file("beside"), task("plain")));
                    told++;
                    door.lock();
                    try {
                        journal.trim(new TrimRules(0, 50, Long.MAX_VALUE, new Position(Long.MAX_VALUE)));
                    } finally {
                        door.unlock();
                    }
                } while (!isOver.get() && told < 2_000);
                return told;
            });
            for (Future<Integer> one : running) {
                assertThat(one.get()).isEqualTo(each);
            }
            isOver.set(true);
            assertThat(plain.get()).isPositive();
        }
    }

    private Outcome through(ReentrantLock door, List<Draft> drafts) {
        door.lock();
        try {
            return journal.appendEach(List.of(drafts)).getFirst();
        } finally {
            door.unlock();
        }
    }

    private Position lastOfTask() {
        return previous(new Position(Long.MAX_VALUE));
    }

    /** The task's last event before the position. */
    private Position previous(Position before) {
        HistoryQuery query =
                new HistoryQuery(Reach.ALL, P, Set.of(KnownType.TASK_UPDATE), Position.ORIGIN, before, 1, true);
        List<Event> found = page(query);
        return found.isEmpty() ? Position.ORIGIN : found.getFirst().position();
    }

    private static Draft task(String title) {
        return Drafts.of(KnownType.TASK_UPDATE, "p", "\"task_id\":\"T-1\",\"title\":\"" + title + "\"")
                .withVersioned(TASK);
    }

    private Position kept(List<Draft> drafts) {
        return switch (journal.appendEach(List.of(drafts)).getFirst()) {
            case Outcome.Kept(List<Appended> appended) -> appended.getLast().position();
            case Outcome.Stale stale -> throw new AssertionError(stale);
            case Outcome.Conflict conflict -> throw new AssertionError(conflict);
        };
    }

    private List<Outcome.Moved> stale(List<Draft> drafts) {
        return switch (journal.appendEach(List.of(drafts)).getFirst()) {
            case Outcome.Stale(List<Outcome.Moved> moved) -> moved;
            case Outcome.Kept kept -> throw new AssertionError(kept);
            case Outcome.Conflict conflict -> throw new AssertionError(conflict);
        };
    }
}
