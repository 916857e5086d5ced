package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.CustomType;
import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every engine counts and lists alike. */
public abstract class SummaryContract extends HistoryContract {
    private static final long MINUTE = SummaryQuery.MINUTE_MILLIS;

    private Summary summary(SummaryQuery query) {
        return journal.summary(query, Budget.of(1, 1, 60_000));
    }

    private SummaryQuery all(int minutes) {
        return new SummaryQuery(Reach.ALL, null, Set.of(), minutes, clock.epochMillis());
    }

    private static List<Long> counts(Summary summary) {
        List<Long> counts = new ArrayList<>();
        summary.minutes().forEach(minute -> counts.add(minute.events()));
        return counts;
    }

    private static long total(Summary summary) {
        return summary.minutes().stream().mapToLong(Summary.Minute::events).sum();
    }

    @Test
    void anEmptyLogHadNoEventInAnyMinute() {
        Summary summary = summary(all(60));
        assertThat(summary.asOf()).isEqualTo(Position.ORIGIN);
        assertThat(counts(summary)).hasSize(60).containsOnly(0L);
        assertThat(summary.projects()).isEmpty();
        assertThat(summary.types()).isEmpty();
        assertThat(summary.isPartial()).isFalse();
        assertThat(summary.minutes().getLast().atMillis()).isEqualTo(clock.epochMillis() / MINUTE * MINUTE);
    }

    @Test
    void countsEachMinuteFromItsFirstMillisecondToItsLast() {
        clock.advance(MINUTE - ManualClock.START_MILLIS % MINUTE);
        append(Drafts.file("first of its minute"));
        clock.advance(MINUTE - 1);
        append(Drafts.file("last of its minute"));
        clock.advance(1);
        Position last = append(Drafts.file("first of the next"));
        assertThat(counts(summary(all(3)))).containsExactly(0L, 2L, 1L);
        assertThat(summary(all(3)).asOf()).isEqualTo(last);
        clock.advance(2 * MINUTE);
        assertThat(counts(summary(all(3)))).containsExactly(1L, 0L, 0L);
        clock.advance(-10 * MINUTE);
        assertThat(counts(summary(all(3)))).as("a clock that is behind the log").containsExactly(0L, 2L, 1L);
    }

    @Test
    void countsAndListsAsTheReaderMayWhateverItAsks() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<EventType> types = List.of(KnownType.COMMIT, KnownType.FILE_CHANGE, new CustomType("custom.x"));
        for (int i = 0; i < 300; i++) {
            clock.advance(random.nextInt(30_000));
            append(
                    random.nextInt(5) == 0
                            ? Drafts.global()
                            : Drafts.of(types.get(random.nextInt(3)), "p" + random.nextInt(3), "\"i\":" + i));
        }
        List<Event> log = everything();
        for (int i = 0; i < 200; i++) {
            Set<ProjectId> projects = Set.of(new ProjectId("p" + random.nextInt(2)), new ProjectId("p2"));
            Set<EventType> some = Set.copyOf(types.subList(0, random.nextInt(4)));
            Reach reach = new Reach(random.nextBoolean(), projects, random.nextBoolean(), some);
            ProjectId project = random.nextBoolean() ? null : new ProjectId("p" + random.nextInt(4));
            Set<EventType> asked = Set.copyOf(types.subList(0, random.nextInt(4)));
            SummaryQuery query = new SummaryQuery(reach, project, asked, 1 + random.nextInt(60), clock.epochMillis());
            Summary found = summary(query);
            long first = found.minutes().getFirst().atMillis();
            long[] expected = new long[query.minutes()];
            log.stream()
                    .filter(event -> query.counts(event.project()) && query.counts(event.type()))
                    .mapToLong(event -> event.position().epochMillis())
                    .filter(at -> at >= first)
                    .forEach(at -> expected[(int) ((at - first) / MINUTE)]++);
            assertThat(counts(found))
                    .as(query.toString())
                    .isEqualTo(LongStream.of(expected).boxed().toList());
            assertThat(found.projects())
                    .as(query.toString())
                    .isEqualTo(log.stream()
                            .filter(event -> event.project() != null && reach.covers(event))
                            .map(event -> String.valueOf(event.project()))
                            .distinct()
                            .sorted()
                            .toList());
            assertThat(found.types())
                    .as(query.toString())
                    .isEqualTo(log.stream()
                            .filter(reach::covers)
                            .map(event -> event.type().wireName())
                            .distinct()
                            .sorted()
                            .toList());
            assertThat(found.isPartial()).isFalse();
        }
    }

    @Test
    void aMinuteOfWhichSomethingWasTrimmedHasNoFigure() {
        append(Drafts.file("a"));
        clock.advance(MINUTE);
        journal.append(Drafts.files(3));
        clock.advance(MINUTE);
        journal.append(Drafts.files(2));
        journal.trim(new TrimRules(0, 4, ALL, new Position(ALL)));
        assertThat(counts(summary(all(3)))).containsExactly(null, null, 2L);
        journal.trim(new TrimRules(0, 1, ALL, new Position(ALL)));
        assertThat(counts(summary(all(3)))).containsExactly(null, null, null);
    }

    @Test
    void withMoreProjectsThanAreListedItCountsAllTheSame() {
        int projects = Summary.NAMES_MAX + 1;
        journal.append(IntStream.range(0, projects)
                .mapToObj(i -> Drafts.of(KnownType.COMMIT, "p" + i, "\"i\":" + i))
                .toList());
        append(Drafts.global());
        Summary summary = summary(all(2));
        assertThat(total(summary)).isEqualTo(projects + 1);
        assertThat(summary.projects()).hasSize(Summary.NAMES_MAX).isSorted();
        assertThat(summary.isPartial()).isTrue();
        Set<ProjectId> names = IntStream.range(0, projects)
                .mapToObj(i -> new ProjectId("p" + i))
                .collect(Collectors.toSet());
        assertThat(total(summary(new SummaryQuery(Reach.ofProjects(names), null, Set.of(), 2, clock.epochMillis()))))
                .isEqualTo(projects + 1);
    }
}
