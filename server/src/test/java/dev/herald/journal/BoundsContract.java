package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every engine does alike: where the log begins and ends, what is whole, trimming. */
public abstract class BoundsContract extends JournalContract {
    static final Position ANYWHERE = new Position(ALL);

    @Test
    void aFreshLogIsCompleteFromWhereItWasBegun() {
        Position begun = Position.of(ManualClock.START_MILLIS, 0);
        assertThat(journal.bounds().floor()).isEqualTo(begun);
        assertThat(journal.oldest()).isEqualTo(Position.ORIGIN);
        assertThat(journal.newest()).isEqualTo(Position.ORIGIN);
        assertThat(journal.bounds().isTrimmed()).isFalse();
        assertThat(isWhole(Position.ORIGIN)).isTrue();
        assertThat(isWhole(begun)).isTrue();
        assertThat(isWhole(new Position(1))).isFalse();
        assertThat(isWhole(new Position(begun.packed() + 1))).isFalse();
    }

    @Test
    void isCompleteBetweenTheFloorAndTheNewest() {
        Position floor = journal.bounds().floor();
        Position first = append(Drafts.file("a"));
        clock.advance(1000);
        Position second = append(Drafts.file("b"));
        assertThat(first.isAfter(floor)).isTrue();
        assertThat(journal.oldest()).isEqualTo(first);
        assertThat(journal.newest()).isEqualTo(second);
        assertThat(journal.bounds().floor()).isEqualTo(floor);
        assertThat(Stream.of(Position.ORIGIN, floor, first, second)).allMatch(this::isWhole);
        assertThat(Stream.of(new Position(1), new Position(floor.packed() - 1), new Position(second.packed() + 1)))
                .noneMatch(this::isWhole);
    }

    @Test
    void aPositionInsideTheLogThatNamesNoEventIsOfAnother() {
        clock.advance(1000);
        Position first = append(Drafts.file("a"));
        clock.advance(1000);
        Position second = append(Drafts.file("b"));
        Slice slice = slice(new Position(first.packed() + 7));
        assertThat(slice.isWhole()).isFalse();
        assertThat(slice.from()).as("between the two there is nothing").isEqualTo(first);
        assertThat(slice.events()).extracting(Event::position).containsExactly(second);
        Slice beforeAny = slice(new Position(journal.bounds().floor().packed() + 1));
        assertThat(beforeAny.isWhole()).isFalse();
        assertThat(beforeAny.from()).isEqualTo(journal.bounds().floor());
        assertThat(beforeAny.events()).hasSize(2);
    }

    Slice slice(Position after) {
        return journal.read(after, Reach.ALL, Budget.of(10, ALL, 60_000));
    }

    @Test
    void isIncompleteBelowWhatWasTrimmed() {
        List<Position> all = append(5);
        assertThat(journal.trim(new TrimRules(0, 2, ALL, ANYWHERE))).isEqualTo(3);
        assertThat(journal.bounds().isTrimmed()).isTrue();
        assertThat(journal.bounds().floor()).isEqualTo(all.get(2));
        assertThat(journal.oldest()).isEqualTo(all.get(3));
        assertThat(Stream.of(all.get(2), all.get(3), all.get(4))).allMatch(this::isWhole);
        assertThat(Stream.of(Position.ORIGIN, all.get(0), all.get(1))).noneMatch(this::isWhole);
        assertThat(positions()).isEqualTo(all.subList(3, 5));
    }

    @Test
    void remembersTheNewestWhenAllIsTrimmed() {
        List<Position> all = append(3);
        assertThat(journal.trim(new TrimRules(ALL, ALL, ALL, ANYWHERE))).isEqualTo(3);
        assertThat(journal.newest()).isEqualTo(all.getLast());
        assertThat(journal.bounds().floor()).isEqualTo(all.getLast());
        assertThat(journal.oldest()).isEqualTo(Position.ORIGIN);
        assertThat(isWhole(all.getLast())).isTrue();
        assertThat(isWhole(Position.ORIGIN)).isFalse();
        assertThat(journal.size()).isEqualTo(new JournalSize(0, 0));
        clock.advance(-10_000);
        assertThat(append(Drafts.file("x"))).isGreaterThan(all.getLast());
    }

    @Test
    void trimsByAge() {
        List<Position> all = append(5);
        long third = all.get(2).epochMillis();
        assertThat(journal.trim(new TrimRules(third, ALL, ALL, ANYWHERE))).isEqualTo(2);
        assertThat(positions()).isEqualTo(all.subList(2, 5));
    }

    @Test
    void trimsByBytes() {
        List<Position> all = append(5);
        long each = journal.size().bytes() / 5;
        assertThat(journal.trim(new TrimRules(0, ALL, 2 * each, ANYWHERE))).isEqualTo(3);
        assertThat(positions()).isEqualTo(all.subList(3, 5));
        assertThat(journal.size()).isEqualTo(new JournalSize(2, 2 * each));
    }

    @Test
    void neverTrimsWhatSomebodyNeeds() {
        List<Position> all = append(5);
        assertThat(journal.trim(new TrimRules(ALL, 0, 0, all.get(1)))).isEqualTo(2);
        assertThat(journal.trim(new TrimRules(ALL, 0, 0, all.get(1)))).isZero();
        assertThat(journal.trim(new TrimRules(ALL, 0, 0, Position.ORIGIN))).isZero();
        assertThat(positions()).isEqualTo(all.subList(2, 5));
    }

    @Test
    void trimsInBoundedSteps() {
        journal.append(Drafts.files(Journal.TRIM_STEP + 10));
        TrimRules rules = new TrimRules(0, 3, ALL, ANYWHERE);
        assertThat(journal.trim(rules)).isEqualTo(Journal.TRIM_STEP);
        assertThat(journal.trim(rules)).isEqualTo(7);
        assertThat(journal.trim(rules)).isZero();
        assertThat(journal.size().events()).isEqualTo(3);
    }

    @Test
    void trimsNothingWithoutRules() {
        append(3);
        assertThat(journal.trim(TrimRules.NONE)).isZero();
        assertThat(journal.bounds().isTrimmed()).isFalse();
    }

    List<Position> append(int count) {
        List<Position> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clock.advance(10);
            all.add(append(Drafts.file("f" + i)));
        }
        return all;
    }
}
