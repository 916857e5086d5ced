package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.CustomType;
import dev.herald.event.Draft;
import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every engine does alike: reading on, pages, snapshots. */
public abstract class HistoryContract extends GuardContract {

    @Test
    void readsOnFromAPositionInChunks() {
        journal.append(Drafts.files(25));
        List<Position> read = new ArrayList<>();
        Position after = Position.ORIGIN;
        for (List<Event> chunk = read(after, 10, ALL); !chunk.isEmpty(); chunk = read(after, 10, ALL)) {
            assertThat(chunk).hasSizeLessThanOrEqualTo(10);
            chunk.forEach(event -> read.add(event.position()));
            after = read.getLast();
        }
        assertThat(read).isEqualTo(positions()).hasSize(25);
    }

    @Test
    void stopsAfterTheEventThatReachesTheBytes() {
        journal.append(List.of(Drafts.sized(10), Drafts.sized(1000), Drafts.sized(10)));
        assertThat(read(Position.ORIGIN, 10, 1)).hasSize(1);
        assertThat(read(Position.ORIGIN, 10, 0)).hasSize(1);
        assertThat(read(Position.ORIGIN, 10, 1000)).hasSize(2);
        assertThat(read(Position.ORIGIN, 1, ALL)).hasSize(1);
    }

    @Test
    void readsFromBetweenPositions() {
        Position first = append(Drafts.file("a"));
        clock.advance(1000);
        Position second = append(Drafts.file("b"));
        assertThat(read(new Position(first.packed() + 1), 10, ALL))
                .extracting(Event::position)
                .containsExactly(second);
        assertThat(read(second, 10, ALL)).isEmpty();
        assertThat(read(ANYWHERE, 10, ALL)).isEmpty();
    }

    @Test
    void pagesAsTheQueryAsksWhateverItAsks() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<EventType> types = List.of(KnownType.COMMIT, KnownType.FILE_CHANGE, new CustomType("custom.x"));
        for (int i = 0; i < 300; i++) {
            clock.advance(random.nextInt(3));
            append(
                    random.nextInt(5) == 0
                            ? Drafts.global()
                            : Drafts.of(types.get(random.nextInt(3)), "p" + random.nextInt(3), "\"i\":" + i));
        }
        List<Event> all = everything();
        for (int i = 0; i < 300; i++) {
            HistoryQuery query = new HistoryQuery(
                    reach(random, types),
                    random.nextBoolean() ? null : new ProjectId("p" + random.nextInt(4)),
                    Set.copyOf(types.subList(0, random.nextInt(4))),
                    random.nextBoolean()
                            ? Position.ORIGIN
                            : all.get(random.nextInt(300)).position(),
                    random.nextBoolean() ? null : all.get(random.nextInt(300)).position(),
                    1 + random.nextInt(400),
                    random.nextBoolean());
            Stream<Event> expected = (query.newestFirst() ? all.reversed() : all)
                    .stream().filter(event -> matches(query, event)).limit(query.limit());
            assertThat(page(query))
                    .as(query.toString())
                    .extracting(Event::position)
                    .containsExactlyElementsOf(expected.map(Event::position).toList());
        }
    }

    /** Everything as often as not; else some projects, sometimes very many, and some types. */
    private static Reach reach(Random random, List<EventType> types) {
        Set<ProjectId> projects = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            projects.add(new ProjectId("p" + random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            for (int i = 0; i < 300; i++) {
                projects.add(new ProjectId("other" + i));
            }
        }
        Set<EventType> some = Set.copyOf(types.subList(0, random.nextInt(4)));
        return random.nextBoolean()
                ? Reach.ALL
                : new Reach(random.nextInt(3) == 0, projects, random.nextBoolean(), some);
    }

    @Test
    void aPageOfAReaderOfFewIsFullAndShowsNothingElse() {
        for (int i = 0; i < 500; i++) {
            append(Drafts.of(KnownType.COMMIT, i % 50 == 0 ? "mine" : "p" + i % 7, "\"i\":" + i));
        }
        append(Drafts.global());
        Reach mine = Reach.ofProjects(Set.of(new ProjectId("mine"), new ProjectId("empty")));
        HistoryQuery all = new HistoryQuery(mine, null, Set.of(), Position.ORIGIN, null, 1_000, false);
        assertThat(page(all)).hasSize(11).allMatch(mine::covers);
        HistoryQuery first = new HistoryQuery(mine, null, Set.of(), Position.ORIGIN, null, 7, true);
        assertThat(page(first))
                .extracting(Event::position)
                .containsExactlyElementsOf(page(all).reversed().stream()
                        .limit(7)
                        .map(Event::position)
                        .toList());
        HistoryQuery others = new HistoryQuery(mine, new ProjectId("p1"), Set.of(), Position.ORIGIN, null, 7, true);
        assertThat(page(others)).isEmpty();
    }

    private static boolean matches(HistoryQuery query, Event event) {
        Position before = query.before();
        return query.reach().covers(event)
                && (query.project() == null || query.project().equals(event.project()))
                && (query.types().isEmpty() || query.types().contains(event.type()))
                && event.position().isAfter(query.after())
                && (before == null || before.isAfter(event.position()));
    }

    @Test
    void aSliceSaysHowFarItLookedForWhatIsWanted() {
        journal.append(Drafts.files(5));
        append(Drafts.global());
        Reach none = new Reach(true, Set.of(), false, Set.of(KnownType.COMMIT));
        Slice slice = journal.read(Position.ORIGIN, none, Budget.of(10, ALL, 60_000));
        assertThat(slice.events()).isEmpty();
        assertThat(slice.isWhole()).isTrue();
        assertThat(slice.reached()).isEqualTo(journal.newest());
        Reach others = Reach.ofProjects(Set.of(new ProjectId("other")));
        assertThat(journal.read(Position.ORIGIN, others, Budget.of(10, ALL, 60_000))
                        .events())
                .extracting(Event::project)
                .containsExactly((ProjectId) null);
    }

    @Test
    void aPageEndsAtItsBytesAndSaysWhereItGoesOn() {
        journal.append(List.of(Drafts.sized(1000), Drafts.sized(1000), Drafts.sized(1000)));
        HistoryQuery all = new HistoryQuery(Reach.ALL, null, Set.of(), Position.ORIGIN, null, 10, false);
        HistoryPage page = journal.page(all, Budget.of(10, 1500, 60_000));
        assertThat(page.events()).hasSize(2);
        assertThat(page.next()).isEqualTo(page.events().getLast().position());
        HistoryQuery rest = new HistoryQuery(Reach.ALL, null, Set.of(), page.next(), null, 10, false);
        assertThat(journal.page(rest, Budget.of(10, 1500, 60_000)).next()).isNull();
    }

    @Test
    void aPageSaysThatWhatWasAskedForWasTrimmed() {
        List<Position> all = append(5);
        journal.trim(new TrimRules(0, 2, ALL, ANYWHERE));
        assertThat(pageAfter(all.get(1)).isWhole()).isFalse();
        assertThat(pageAfter(all.get(1)).oldest()).isEqualTo(all.get(3));
        assertThat(pageAfter(all.get(2)).isWhole()).isTrue();
        assertThat(pageAfter(Position.ORIGIN).isWhole()).as("no bound").isTrue();
    }

    private HistoryPage pageAfter(Position after) {
        return journal.page(
                new HistoryQuery(Reach.ALL, null, Set.of(), after, null, 10, false), Budget.of(10, ALL, 60_000));
    }

    @Test
    void keepsTheLatestSnapshotOfAName() {
        assertThat(journal.load("work")).isEmpty();
        journal.save("work", 1, new Position(7), new byte[] {1});
        journal.save("other", 1, new Position(8), new byte[0]);
        journal.save("work", 1, new Position(9), new byte[] {2, 3});
        Snapshot snapshot = journal.load("work").orElseThrow();
        assertThat(snapshot.position()).isEqualTo(new Position(9));
        assertThat(snapshot.state()).containsExactly(2, 3);
        assertThat(journal.load("other").orElseThrow().state()).isEmpty();
    }

    @Test
    void snapshotsReachFarBackAndAreFewerTheOlderTheyAre() {
        long first = 1_763_635_200_000L;
        int saves = 1_500;
        Random random = new Random(7);
        long at = first;
        List<Position> newest = new ArrayList<>();
        for (int i = 0; i < saves; i++) {
            newest.add(Position.of(at, random.nextInt(3)));
            journal.save("work", 1, newest.getLast(), new byte[] {(byte) i});
            at += 1 + random.nextLong(1_200_000);
        }
        List<Position> kept = journal.kept("work");
        assertThat(kept).isSorted().hasSize(Snapshots.KEPT_MAX).startsWith(newest.getFirst());
        assertThat(kept).endsWith(newest.subList(saves - 4, saves).toArray(Position[]::new));
        long end = kept.getLast().epochMillis();
        for (int i = 1; i < kept.size() - 4; i++) {
            double older = end - kept.get(i - 1).epochMillis();
            double younger = end - kept.get(i).epochMillis();
            assertThat(older / younger)
                    .as("of the ages of " + (i - 1) + " and " + i + " of " + kept)
                    .isLessThan(4);
        }
        assertThat(journal.load("work", kept.get(3)).orElseThrow().position()).isEqualTo(kept.get(3));
    }

    @Test
    void snapshotsBeforeAPositionAreForgottenButTheNewestNever() {
        for (int i = 1; i <= 5; i++) {
            journal.save("work", 1, new Position(i * 10L), new byte[] {1});
        }
        journal.save("other", 1, new Position(1), new byte[0]);
        journal.forget("work", new Position(30));
        assertThat(journal.kept("work")).extracting(Position::packed).containsExactly(30L, 40L, 50L);
        journal.forget("work", new Position(99));
        journal.forget("nothing", new Position(99));
        assertThat(journal.kept("work")).extracting(Position::packed).containsExactly(50L);
        assertThat(journal.kept("other")).hasSize(1);
    }

    @Test
    void aReaderNeverSeesHalfABatchNorAHole() throws InterruptedException {
        int batch = 50;
        AtomicBoolean isDone = new AtomicBoolean();
        CountDownLatch isReading = new CountDownLatch(1);
        List<Integer> sizes = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            while (!isDone.get()) {
                sizes.add(everything().size() % batch);
                isReading.countDown();
            }
        });
        assertThat(isReading.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 40; i++) {
            journal.append(Drafts.files(batch));
        }
        isDone.set(true);
        reader.join();
        assertThat(sizes).isNotEmpty().containsOnly(0);
    }

    /** Many, so that an engine that passes by whole stretches of the log does. */
    @Test
    void findsWhatIsRareWhereverItStands() {
        Random random = new Random(7);
        List<Event> all = new ArrayList<>();
        journal.listen(all::addAll);
        for (int i = 0; i < 60; i++) {
            clock.advance(5);
            List<Draft> batch = new ArrayList<>(Drafts.files(90));
            if (random.nextInt(6) == 0) {
                batch.add(Drafts.sized(10));
            }
            if (random.nextInt(12) == 0) {
                batch.add(Drafts.of(new CustomType("custom.rare"), "rare", "\"n\":1"));
            }
            if (random.nextInt(30) == 0) {
                batch.add(Drafts.global());
            }
            journal.append(batch);
        }
        // Also from the very beginning, which is before the first stretch.
        Reach rare = Reach.ofProjects(Set.of(new ProjectId("rare")));
        assertThat(readOn(Position.ORIGIN, rare))
                .isEqualTo(
                        all.stream().filter(rare::covers).map(Event::position).toList());
        journal.trim(new TrimRules(0, 5_000, ALL, ANYWHERE));
        List<Event> kept = all.subList(all.size() - (int) journal.size().events(), all.size());
        Set<EventType> commits = Set.of(KnownType.COMMIT);
        Set<EventType> both = Set.of(KnownType.COMMIT, new CustomType("custom.rare"));
        for (Reach reach : List.of(
                Reach.ALL,
                new Reach(true, Set.of(), false, commits),
                new Reach(true, Set.of(), false, both),
                Reach.ofProjects(Set.of(new ProjectId("rare"))),
                new Reach(false, Set.of(new ProjectId("rare")), false, Set.of(new CustomType("custom.rare"))))) {
            List<Position> expected =
                    kept.stream().filter(reach::covers).map(Event::position).toList();
            assertThat(readOn(journal.bounds().floor(), reach))
                    .as("read on, " + reach)
                    .isEqualTo(expected);
            assertThat(pages(reach, false)).as("pages, " + reach).isEqualTo(expected);
            assertThat(pages(reach, true)).as("newest first, " + reach).isEqualTo(expected.reversed());
        }
    }

    private List<Position> readOn(Position from, Reach wanted) {
        List<Position> found = new ArrayList<>();
        Position after = from;
        while (after.compareTo(journal.newest()) < 0) {
            Slice slice = journal.read(after, wanted, Budget.of(37, ALL, 60_000));
            assertThat(slice.isWhole()).isTrue();
            assertThat(slice.reached().isAfter(after)).isTrue();
            slice.events().forEach(event -> found.add(event.position()));
            after = slice.reached();
        }
        return found;
    }

    private List<Position> pages(Reach reach, boolean isNewestFirst) {
        List<Position> found = new ArrayList<>();
        Position next = null;
        do {
            HistoryQuery query = new HistoryQuery(
                    reach,
                    null,
                    Set.of(),
                    isNewestFirst || next == null ? Position.ORIGIN : next,
                    isNewestFirst ? next : null,
                    17,
                    isNewestFirst);
            HistoryPage page = journal.page(query, Budget.of(HistoryQuery.LIMIT_MAX, ALL, 60_000));
            page.events().forEach(event -> found.add(event.position()));
            next = page.next();
            assertThat(next == null || page.events().size() == 17)
                    .as("a page is full or the last")
                    .isTrue();
        } while (next != null);
        return found;
    }

    /** The floor and the rows must be of one moment: a reader at the floor meets a trim half of the time. */
    @Test
    void aSliceThatSaysItIsWholeHasNoHoleWhileTheLogIsTrimmedAndGrows() throws Exception {
        Map<Position, Integer> numbers = new ConcurrentHashMap<>();
        AtomicBoolean isDone = new AtomicBoolean();
        Consumer<List<Event>> number = batch -> batch.forEach(event -> numbers.put(event.position(), numbers.size()));
        journal.listen(number);
        journal.append(Drafts.files(30));
        List<Future<int[]>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> readAtTheFloor(numbers, isDone)));
            }
            try {
                for (int i = 0; i < 300; i++) {
                    journal.append(Drafts.files(3));
                    journal.trim(new TrimRules(0, 30, ALL, ANYWHERE));
                }
            } finally {
                isDone.set(true);
            }
            int whole = 0;
            for (Future<int[]> reader : readers) {
                whole += reader.get(30, TimeUnit.SECONDS)[0];
            }
            assertThat(whole).as("slices that were whole").isPositive();
        }
    }

    /** Reads after positions near the floor, and answers how many slices were whole, and how many not. */
    private int[] readAtTheFloor(Map<Position, Integer> numbers, AtomicBoolean isDone) {
        int[] counts = new int[2];
        Random random = new Random(counts.hashCode());
        while (!isDone.get()) {
            Bounds bounds = journal.bounds();
            Position after = random.nextBoolean() ? bounds.floor() : bounds.oldest();
            Slice slice = journal.read(after, Reach.ALL, Budget.of(1 + random.nextInt(20), ALL, 60_000));
            counts[slice.isWhole() ? 0 : 1]++;
            Position before = slice.from();
            assertThat(slice.isWhole()).isEqualTo(before.equals(after));
            assertThat(slice.isWhole()).isEqualTo(!slice.floor().isAfter(after));
            for (Event event : slice.events()) {
                Integer here = numbers.get(event.position());
                Integer there = numbers.get(before);
                // One that is read before the listener has heard of it has no number yet.
                if (here != null && there != null) {
                    assertThat(here).as("a hole after " + before).isEqualTo(there + 1);
                }
                before = event.position();
            }
        }
        return counts;
    }
}
