package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine does alike: appending, keys, positions, listeners. Each engine's test extends it. */
public abstract class JournalContract {
    protected static final long ALL = Long.MAX_VALUE;

    protected final ManualClock clock = new ManualClock();
    protected Journal journal;

    /** A new log, begun now. */
    protected abstract Journal open();

    @BeforeEach
    void openJournal() {
        journal = open();
    }

    @AfterEach
    void closeJournal() {
        journal.close();
    }

    protected List<Event> everything() {
        return read(Position.ORIGIN, Integer.MAX_VALUE, ALL);
    }

    protected List<Event> read(Position after, int countMax, long bytesMax) {
        return journal.read(after, Reach.ALL, Budget.of(countMax, bytesMax, 60_000))
                .events();
    }

    protected List<Event> page(HistoryQuery query) {
        return journal.page(query, Budget.of(HistoryQuery.LIMIT_MAX, ALL, 60_000))
                .events();
    }

    /** What a read says, and what is known without one never says otherwise. */
    protected boolean isWhole(Position after) {
        boolean isWhole =
                journal.read(after, Reach.ALL, Budget.of(1, 1, 60_000)).isWhole();
        journal.start(after).ifPresent(start -> assertThat(start.isWhole()).isEqualTo(isWhole));
        return isWhole;
    }

    protected List<Position> positions() {
        return everything().stream().map(Event::position).toList();
    }

    protected Position append(Draft draft) {
        return journal.append(List.of(draft)).getFirst().position();
    }

    @Test
    void keepsABatchInOrderWithRisingPositions() {
        List<Appended> appended = journal.append(Drafts.files(300));
        assertThat(appended).hasSize(300).allMatch(Appended::isNew);
        assertThat(positions())
                .isEqualTo(appended.stream().map(Appended::position).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(text(everything().get(7))).contains("\"f7\"");
    }

    @Test
    void givesBackAllThatAnEventHas() {
        Position cause = append(Drafts.global());
        Position position = append(Drafts.rich(cause));
        Event expected = Drafts.rich(cause).at(position);
        for (Event event : List.of(
                journal.find(position).orElseThrow(), read(cause, 10, ALL).getFirst())) {
            assertThat(event).usingRecursiveComparison().ignoringFields("json").isEqualTo(expected);
            assertThat(event.json()).isEqualTo(expected.json());
        }
        Event global = journal.find(cause).orElseThrow();
        assertThat(global.project()).isNull();
        assertThat(global.cause()).isNull();
        assertThat(global.rooms()).isEqualTo(Drafts.global().rooms());
    }

    @Test
    void findsNothingWhereNothingIs() {
        append(Drafts.file("a"));
        assertThat(journal.find(new Position(1))).isEmpty();
        assertThat(journal.find(Position.ORIGIN)).isEmpty();
        assertThat(journal.find(new Position(Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void takesTheMomentFromTheClockAndNeverGoesBack() {
        clock.advance(5);
        Position first = append(Drafts.file("a"));
        assertThat(first.epochMillis()).isEqualTo(ManualClock.START_MILLIS + 5);
        clock.advance(-60_000);
        Position second = append(Drafts.file("b"));
        assertThat(second).isEqualTo(new Position(first.packed() + 1));
        clock.advance(120_000);
        assertThat(append(Drafts.file("c"))).isEqualTo(Position.of(ManualClock.START_MILLIS + 60_005, 0));
    }

    @Test
    void goesOnInTheNextMillisecondWhenOneIsFull() {
        clock.advance(1);
        List<Appended> appended = journal.append(Drafts.files(Position.SEQUENCE_MAX + 3));
        assertThat(appended.get(Position.SEQUENCE_MAX).position().sequence()).isEqualTo(Position.SEQUENCE_MAX);
        assertThat(appended.getLast().position()).isEqualTo(Position.of(ManualClock.START_MILLIS + 2, 1));
        assertThat(journal.size().events()).isEqualTo(Position.SEQUENCE_MAX + 3);
    }

    @Test
    void keepsNothingOfAnEmptyBatch() {
        assertThat(journal.append(List.of())).isEmpty();
        assertThat(journal.newest()).isEqualTo(Position.ORIGIN);
    }

    @Test
    void knowsAKeyInALaterBatch() {
        Position first = append(Drafts.keyed("a", "k"));
        clock.advance(1000);
        assertThat(journal.append(List.of(Drafts.keyed("a", "k"), Drafts.file("c"))))
                .first()
                .isEqualTo(new Appended(first, false));
        assertThat(everything()).hasSize(2);
    }

    @Test
    void knowsAKeyWithinOneBatch() {
        List<Appended> appended =
                journal.append(List.of(Drafts.keyed("a", "k"), Drafts.keyed("b", "l"), Drafts.keyed("a", "k")));
        assertThat(appended.get(2)).isEqualTo(new Appended(appended.getFirst().position(), false));
        assertThat(everything()).hasSize(2);
        assertThat(everything().getFirst().idempotencyKey()).isEqualTo("k");
    }

    @Test
    void theSameKeyWithOtherContentRefusesItsOwnSubmissionAlone() {
        Position first = append(Drafts.keyed("a", "k"));
        List<Outcome> outcomes = journal.appendEach(List.of(
                List.of(Drafts.file("before")),
                List.of(Drafts.keyed("new", "n"), Drafts.file("x"), Drafts.keyed("b", "k")),
                List.of(Drafts.keyed("a", "k"), Drafts.keyed("other", "n"))));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Kept.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Conflict(List.of(new Outcome.Clash(2, first))));
        assertThat(outcomes.get(2)).as("the key n was not kept").isInstanceOfSatisfying(Outcome.Kept.class, kept -> {
            assertThat(kept.appended().getFirst()).isEqualTo(new Appended(first, false));
            assertThat(kept.appended().getLast().isNew()).isTrue();
        });
        assertThat(everything()).hasSize(3);
        assertThat(positions()).isSorted().doesNotHaveDuplicates();
        Draft elsewhere = Drafts.of(KnownType.FILE_CHANGE, "other", "\"file_path\":\"a\"");
        assertThat(journal.appendEach(List.of(List.of(elsewhere.withIdempotencyKey("k")))))
                .as("another project is other content")
                .containsExactly(new Outcome.Conflict(List.of(new Outcome.Clash(0, first))));
    }

    @Test
    void keysOfOneSubmissionMayNotClashEither() {
        List<Outcome> outcomes = journal.appendEach(List.of(List.of(Drafts.keyed("a", "k"), Drafts.keyed("b", "k"))));
        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Conflict.class);
        assertThat(everything()).isEmpty();
    }

    @Test
    void answersABatchOfNothingButKnownKeys() {
        Position first = append(Drafts.keyed("a", "k"));
        List<List<Event>> heard = new ArrayList<>();
        journal.listen(heard::add);
        assertThat(journal.append(List.of(Drafts.keyed("a", "k")))).containsExactly(new Appended(first, false));
        assertThat(heard).isEmpty();
        assertThat(journal.newest()).isEqualTo(first);
    }

    @Test
    void forgetsAKeyAfterThreeDays() {
        Position first = append(Drafts.keyed("a", "k"));
        clock.advance(Journal.IDEMPOTENCY_MILLIS);
        assertThat(append(Drafts.keyed("a", "k"))).isEqualTo(first);
        clock.advance(1);
        Position second = append(Drafts.keyed("c", "k"));
        assertThat(second.isAfter(first)).isTrue();
        assertThat(append(Drafts.keyed("c", "k"))).isEqualTo(second);
        assertThat(journal.find(first)).isPresent();
    }

    @Test
    void forgetsManyKeysWithoutHarm() {
        List<Draft> old = Stream.iterate(0, i -> i + 1)
                .limit(100)
                .map(i -> Drafts.keyed("o" + i, "k" + i))
                .toList();
        journal.append(old);
        clock.advance(Journal.IDEMPOTENCY_MILLIS + 1);
        assertThat(append(Drafts.keyed("x", "other"))).isEqualTo(journal.newest());
        assertThat(journal.append(old)).allMatch(Appended::isNew);
        assertThat(journal.append(old)).noneMatch(Appended::isNew);
        assertThat(journal.size().events()).isEqualTo(201);
    }

    @Test
    void remembersAKeyWhoseEventWasTrimmed() {
        Position first = append(Drafts.keyed("a", "k"));
        append(Drafts.file("b"));
        journal.trim(new TrimRules(0, 1, ALL, new Position(ALL)));
        assertThat(journal.find(first)).isEmpty();
        assertThat(journal.append(List.of(Drafts.keyed("a", "k")))).containsExactly(new Appended(first, false));
    }

    @Test
    void keepsNothingOfABatchWithADraftThatFails() {
        append(Drafts.file("a"));
        Draft poison = new Draft(
                Drafts.file("b").type(),
                null,
                Drafts.global().rooms(),
                "test",
                null,
                null,
                "poison",
                new dev.herald.event.EncodedData(null, false, false));
        assertThatThrownBy(() -> journal.append(List.of(Drafts.keyed("c", "k"), poison)))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(JournalException.class);
        assertThat(everything()).hasSize(1);
        assertThat(journal.append(List.of(Drafts.keyed("c", "k"))).getFirst().isNew())
                .isTrue();
    }

    @Test
    void tellsListenersOfNewEventsBeforeAppendReturns() {
        List<Event> heard = new ArrayList<>();
        List<Position> newestThen = new ArrayList<>();
        journal.listen(batch -> {
            throw new IllegalStateException("a listener with a defect");
        });
        journal.listen(batch -> {
            heard.addAll(batch);
            newestThen.add(journal.newest());
            assertThat(journal.find(batch.getFirst().position())).isPresent();
        });
        journal.append(List.of(Drafts.keyed("a", "k"), Drafts.keyed("a", "k"), Drafts.file("c")));
        journal.append(Drafts.files(2));
        assertThat(heard.stream().map(Event::position)).isEqualTo(positions());
        assertThat(newestThen)
                .containsExactly(heard.get(1).position(), heard.get(3).position());
    }

    @Test
    void refusesAfterItIsClosed() {
        append(Drafts.file("a"));
        journal.close();
        assertThatThrownBy(() -> append(Drafts.file("b")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(this::everything)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
        journal.close();
    }

    protected static String text(Event event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }
}
