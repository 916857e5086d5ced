package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.Drafts;
import dev.herald.journal.JournalException;
import dev.herald.journal.ManualClock;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.Slice;
import dev.herald.journal.memory.MemoryJournal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each event once and in order, whatever is committed between a read and its answer. */
class FeedTest {
    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final List<Slice> gaps = new ArrayList<>();
    /** What happens after each read, before its answer is heard. */
    private final ArrayDeque<Runnable> meanwhile = new ArrayDeque<>();
    /** What reads are answered with first, instead of what they find. */
    private final ArrayDeque<ReadAnswer<Slice>> first = new ArrayDeque<>();

    private final CatchUpLane lane = (after, wanted, budget, then) -> {
        ReadAnswer<Slice> found = new ReadAnswer.Read<>(journal.read(after, wanted, budget));
        Runnable between = meanwhile.poll();
        if (between != null) {
            between.run();
        }
        ReadAnswer<Slice> instead = first.poll();
        then.accept(instead == null ? found : instead);
        return () -> {};
    };

    private Feed feed(Arrivals arrivals) {
        return new Feed(journal, lane, clock, () -> {}, gaps::add, arrivals);
    }

    private void commit(int count) {
        if (count == 0) {
            return;
        }
        journal.append(Drafts.files(count));
    }

    /** Looks so often that it must be at the end. */
    private List<Position> drain(Feed feed) {
        List<Position> got = new ArrayList<>();
        for (int look = 0; look < 20; look++) {
            for (Event event = feed.peek(); event != null; event = feed.peek()) {
                got.add(event.position());
                feed.advance();
            }
            clock.advance(1_000);
        }
        assertThat(feed.isLive()).isTrue();
        return got;
    }

    private List<Position> all() {
        return journal
                .read(
                        Position.ORIGIN,
                        dev.herald.event.Reach.ALL,
                        dev.herald.journal.Budget.of(Integer.MAX_VALUE, Long.MAX_VALUE, 1_000))
                .events()
                .stream()
                .map(Event::position)
                .toList();
    }

    @Test
    void whatIsCommittedBetweenAReadAndItsAnswerIsThereOnce() {
        // Some reads find the end of the log, which grows before that is heard.
        for (int reads = 0; reads < 6; reads++) {
            int more = reads % 2 * 3;
            meanwhile.add(() -> commit(more));
        }
        commit(5);
        Feed feed = feed(new Arrivals(1_000, 1 << 20));
        assertThat(drain(feed)).isEqualTo(all());
        commit(2);
        assertThat(drain(feed)).isEqualTo(all().subList(all().size() - 2, all().size()));
        assertThat(gaps).isEmpty();
    }

    @Test
    void whatIsTooMuchWhileItBecomesLiveIsReadToo() {
        for (int reads = 0; reads < 6; reads++) {
            meanwhile.add(() -> commit(8));
        }
        commit(5);
        Feed feed = feed(new Arrivals(10, 1 << 20));
        assertThat(drain(feed)).isEqualTo(all());
        int before = all().size();
        commit(6);
        commit(6);
        meanwhile.add(() -> commit(6));
        meanwhile.add(() -> commit(6));
        assertThat(drain(feed)).isEqualTo(all().subList(before, all().size()));
        assertThat(feed.heard()).isEqualTo(journal.newest());
    }

    @Test
    void aReadThatFailsIsTriedAgainAndSaidSo() {
        first.add(new ReadAnswer.Busy<>());
        first.add(new ReadAnswer.Failed<>(new JournalException("the disk is gone")));
        commit(5);
        Feed feed = feed(new Arrivals(10, 1 << 20));
        assertThat(feed.peek()).isNull();
        assertThat(feed.peek()).isNull();
        assertThat(feed.nanosUntilAgain()).isPositive();
        clock.advance(1_000);
        assertThat(feed.peek()).isNull();
        assertThat(feed.peek()).isNull();
        assertThat(feed.failure()).contains("cannot be read");
        assertThat(drain(feed)).isEqualTo(all());
        assertThat(feed.failure()).isNull();
    }

    @Test
    void aGapIsToldOnceAndWhatFollowsIsThere() {
        commit(10);
        Position after = all().get(1);
        journal.trim(new dev.herald.journal.TrimRules(0, 4, Long.MAX_VALUE, new Position(Long.MAX_VALUE)));
        Feed feed = feed(new Arrivals(10, 1 << 20));
        feed.begin(after);
        assertThat(drain(feed)).isEqualTo(all());
        assertThat(gaps).hasSize(1);
        assertThat(gaps.getFirst().isWhole()).isFalse();
    }
}
