package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Versioned;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
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
        Position one = kept(List.of(task("one")));
        clock.advance(10);
        stale(List.of(other("two"), task("stale").withGuard(Position.ORIGIN)));
        assertThat(everything()).hasSize(1);
        kept(List.of(other("three").withGuard(Position.ORIGIN), task("four").withGuard(one)));
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

    /** Whoever decided upon a state may give where the state stands: it knows of all that came before. */
    @Test
    void aGuardThatIsNewerThanTheLastChangeHolds() {
        Position one = kept(List.of(task("one")));
        Position beside = append(Drafts.file("beside"));
        Position two = kept(List.of(task("two").withGuard(beside)));
        assertThat(two).isGreaterThan(beside);
        assertThat(stale(List.of(task("late").withGuard(beside)))).containsExactly(new Outcome.Moved(0, two));
        assertThat(stale(List.of(task("later").withGuard(one)))).containsExactly(new Outcome.Moved(0, two));
    }

    @Test
    void whatIsTrimmedIsRememberedAsLongAsSomebodyMayDecideUponIt() {
        Position one = kept(List.of(task("one")));
        journal.append(Drafts.files(3));
        trimTo(1, 3);
        clock.advance(Appender.VERSIONED_MILLIS / 2);
        journal.append(Drafts.files(1));
        trimTo(1, 1);
        assertThat(stale(List.of(task("two").withGuard(Position.ORIGIN)))).containsExactly(new Outcome.Moved(0, one));
        Position two = kept(List.of(task("two").withGuard(one)));
        clock.advance(Appender.VERSIONED_MILLIS);
        Position other = kept(List.of(other("still there")));
        trimTo(1, 2);
        kept(List.of(task("three").withGuard(two)));
        trimTo(0, 2);
        assertThat(stale(List.of(other("late").withGuard(Position.ORIGIN))))
                .containsExactly(new Outcome.Moved(0, other));
        clock.advance(2 * Appender.VERSIONED_MILLIS);
        journal.append(Drafts.files(1));
        trimTo(0, 1);
        kept(List.of(task("four").withGuard(Position.ORIGIN), other("two").withGuard(other)));
    }

    private void trimTo(int countMax, int goes) {
        assertThat(journal.trim(new TrimRules(0, countMax, Long.MAX_VALUE, new Position(Long.MAX_VALUE))))
                .isEqualTo(goes);
    }

    /** What a key may be made of: any characters, as long as a project's id and a field may be together. */
    @Test
    void keysOfAnyCharactersAreKeptApart() {
        List<String> ids = List.of(
                "?",
                "\uD800",
                "\uDC00",
                "\\ud800",
                "\uD83D\uDE00",
                "a\0b",
                "a\0c",
                "a",
                "A",
                "\u00e9",
                "e\u0301",
                " ",
                "x".repeat(256));
        List<Draft> all = ids.stream()
                .map(id -> Drafts.file("f").withVersioned(Versioned.task(P, id)).withGuard(Position.ORIGIN))
                .toList();
        for (Draft one : all) {
            Position last = kept(List.of(one));
            assertThat(stale(List.of(one))).containsExactly(new Outcome.Moved(0, last));
        }
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
     * Writers that read where the task stands, or only where the log does, and append with it as their guard, beside one
     * that gives none and beside trimming: each that is kept follows what it was decided upon. Appends are the intake's,
     * one at a time.
     */
    @Test
    void noUpdateIsLostBesidePlainWritersAndTrimming() throws Exception {
        int writers = 4;
        int each = 60;
        NavigableSet<Position> changes = new ConcurrentSkipListSet<>();
        journal.listen(batch -> batch.stream()
                .filter(event -> event.type() == KnownType.TASK_UPDATE)
                .forEach(event -> changes.add(event.position())));
        ReentrantLock door = new ReentrantLock();
        AtomicBoolean isOver = new AtomicBoolean();
        int told;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
            List<Future<?>> running = IntStream.range(0, writers)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> change(each, i % 2 == 0, changes, door)))
                    .toList();
            Future<Integer> plain = threads.submit(() -> {
                int times = 0;
                do {
                    through(door, List.of(Drafts.file("beside"), task("plain")));
                    times++;
                    door.lock();
                    try {
                        journal.trim(new TrimRules(0, 50, Long.MAX_VALUE, new Position(Long.MAX_VALUE)));
                    } finally {
                        door.unlock();
                    }
                } while (!isOver.get() && times < 2_000);
                return times;
            });
            for (Future<?> one : running) {
                one.get();
            }
            isOver.set(true);
            told = plain.get();
        }
        assertThat(changes).as("those that were kept, and no others").hasSize(writers * each + told);
    }

    private void change(int times, boolean isExact, NavigableSet<Position> changes, ReentrantLock door) {
        int kept = 0;
        while (kept < times) {
            Position known = isExact ? changes.isEmpty() ? Position.ORIGIN : changes.last() : journal.newest();
            switch (through(door, List.of(task("guarded").withGuard(known)))) {
                case Outcome.Kept(List<Appended> appended) -> {
                    Position before = changes.lower(appended.getFirst().position());
                    assertThat(before != null && before.isAfter(known))
                            .as("%s came between %s and %s", before, known, appended)
                            .isFalse();
                    kept++;
                }
                case Outcome.Stale(List<Outcome.Moved> moved) ->
                    assertThat(moved.getFirst().newest()).isGreaterThan(known);
                case Outcome.Conflict conflict -> throw new AssertionError(conflict);
            }
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

    private static Draft task(String title) {
        return Drafts.of(KnownType.TASK_UPDATE, "p", "\"task_id\":\"T-1\",\"title\":\"" + title + "\"")
                .withVersioned(TASK);
    }

    private static Draft other(String title) {
        return Drafts.of(KnownType.TASK_UPDATE, "p", "\"task_id\":\"T-2\",\"title\":\"" + title + "\"")
                .withVersioned(Versioned.task(P, "T-2"));
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
