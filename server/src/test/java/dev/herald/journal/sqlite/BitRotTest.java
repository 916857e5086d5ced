package dev.herald.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.journal.Appended;
import dev.herald.journal.Budget;
import dev.herald.journal.Drafts;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.JournalException;
import dev.herald.journal.ManualClock;
import dev.herald.journal.Slice;
import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk changes: no event is served other than it was written, a hole is told, and reading goes on behind it. */
class BitRotTest {
    private static final Budget CHUNK = Budget.of(7, 100_000, 60_000);
    private static final int FLIPS = 30;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final TreeMap<Position, Event> written = new TreeMap<>();

    private SqliteJournal open() {
        return SqliteJournal.open(directory, SqliteSettings.DEFAULTS.withEachCommitSynced(false), clock);
    }

    private Path file() {
        return directory.resolve("journal.db");
    }

    private void write(int batches) {
        try (SqliteJournal journal = open()) {
            journal.listen(batch -> batch.forEach(event -> written.put(event.position(), event)));
            for (int i = 0; i < batches; i++) {
                clock.advance(10);
                List<Appended> first = journal.append(Drafts.files(5));
                journal.append(List.of(
                        Drafts.rich(first.getFirst().position()).withIdempotencyKey("k" + i), Drafts.sized(3_000)));
            }
        }
    }

    @Test
    void noFlippedBitIsEverServedStopsAReaderOrStaysUntold() throws IOException {
        write(12);
        byte[] sound = Files.readAllBytes(file());
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int told = 0;
        for (int i = 0; i < FLIPS; i++) {
            int bit = random.nextInt(sound.length * 8);
            byte[] rotten = sound.clone();
            rotten[bit >> 3] ^= (byte) (1 << (bit & 7));
            Files.write(file(), rotten);
            String what = "bit " + bit + " of seed " + seed;
            try (SqliteJournal journal = open()) {
                Set<Position> served = readAll(journal, what);
                page(journal, what, null);
                page(journal, what, new ProjectId("demo"));
                boolean isWell = journal.status().equals(Health.Status.HEALTHY);
                assertThat(served.size() == written.size() || !isWell)
                        .as(what + ": events are missing, and health says that all is well")
                        .isTrue();
                told += isWell ? 0 : 1;
            } catch (JournalException refusedToOpen) {
                told++;
            }
        }
        assertThat(told).as("flips that were noticed, seed " + seed).isGreaterThan(FLIPS / 10);
    }

    /** Reads on as the hub does: each step goes on, and what follows a step without a hole is what was written. */
    private Set<Position> readAll(SqliteJournal journal, String what) {
        Map<Position, Event> served = new HashMap<>();
        Position after = journal.bounds().floor();
        for (int steps = 0; after.compareTo(journal.newest()) < 0; steps++) {
            assertThat(steps).as(what + ": reading does not end").isLessThan(2 * written.size());
            Slice slice = journal.read(after, Reach.ALL, CHUNK);
            Position before = slice.from();
            for (Event event : slice.events()) {
                check(event, what);
                if (slice.isWhole() || !before.equals(slice.from())) {
                    assertThat(written.lowerKey(event.position()))
                            .as(what + ": a hole after " + before + " that was not told")
                            .isIn(null, before);
                }
                before = event.position();
                served.put(before, event);
            }
            assertThat(slice.reached().isAfter(after) || !slice.isWhole())
                    .as(what + ": no step at " + after)
                    .isTrue();
            after = slice.reached();
        }
        return served.keySet();
    }

    private void page(SqliteJournal journal, String what, ProjectId project) {
        for (boolean isNewestFirst : new boolean[] {true, false}) {
            Position next = null;
            for (int pages = 0; pages == 0 || next != null; pages++) {
                assertThat(pages).as(what + ": pages do not end").isLessThan(2 * written.size());
                HistoryPage page = journal.page(
                        new HistoryQuery(
                                Reach.ALL,
                                project,
                                Set.of(),
                                isNewestFirst || next == null ? Position.ORIGIN : next,
                                isNewestFirst ? next : null,
                                10,
                                isNewestFirst),
                        CHUNK);
                page.events().forEach(event -> check(event, what));
                next = page.next();
            }
        }
    }

    private void check(Event event, String what) {
        Event expected = written.get(event.position());
        assertThat(expected).as(what + ": an event that was never written").isNotNull();
        assertThat(event).as(what).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void aDamagedRowIsGoneAroundWithOneGapAndTold() throws SQLException {
        write(2);
        List<Position> all = new ArrayList<>(written.keySet());
        Position rotten = all.get(3);
        sql("UPDATE event SET json = replace(json, 'file', 'fire') WHERE position = " + rotten.packed());
        try (SqliteJournal journal = open()) {
            Slice before = journal.read(all.get(0), Reach.ALL, Budget.of(100, Long.MAX_VALUE, 60_000));
            assertThat(before.isWhole()).isTrue();
            assertThat(before.events()).extracting(Event::position).containsExactly(all.get(1), all.get(2));
            Slice around = journal.read(before.reached(), Reach.ALL, Budget.of(100, Long.MAX_VALUE, 60_000));
            assertThat(around.isWhole()).isFalse();
            assertThat(around.from()).isEqualTo(rotten);
            assertThat(around.events()).extracting(Event::position).isEqualTo(all.subList(4, all.size()));
            Slice fromIt = journal.read(rotten, Reach.ALL, Budget.of(100, Long.MAX_VALUE, 60_000));
            assertThat(fromIt.isWhole())
                    .as("a client that has it misses nothing")
                    .isTrue();
            assertThat(journal.find(rotten)).isEmpty();
            assertThat(journal.status().level()).isEqualTo(Health.Level.DEGRADED);
            assertThat(journal.status().detail()).contains(rotten.toString());
        }
    }

    @Test
    void aMissingRowIsKnownByTheOneAfterIt() throws SQLException {
        write(2);
        List<Position> all = new ArrayList<>(written.keySet());
        sql("DELETE FROM event WHERE position = " + all.get(3).packed());
        try (SqliteJournal journal = open()) {
            Slice before = journal.read(all.get(0), Reach.ALL, Budget.of(100, Long.MAX_VALUE, 60_000));
            assertThat(before.reached()).isEqualTo(all.get(2));
            Slice behind = journal.read(before.reached(), Reach.ALL, Budget.of(100, Long.MAX_VALUE, 60_000));
            assertThat(behind.isWhole()).isFalse();
            assertThat(behind.events()).extracting(Event::position).isEqualTo(all.subList(4, all.size()));
            assertThat(journal.status().level()).isEqualTo(Health.Level.DEGRADED);
        }
    }

    /** Damage shows what is read: a stretch without anything that is wanted is not. */
    @Test
    void whatIsRareIsFoundWithoutReadingTheLog() throws SQLException {
        Position rare;
        List<Position> many = new ArrayList<>();
        try (SqliteJournal journal = open()) {
            rare = journal.append(List.of(Drafts.sized(10))).getFirst().position();
            for (int i = 0; i < 8; i++) {
                journal.append(Drafts.files(1_000)).forEach(appended -> many.add(appended.position()));
            }
        }
        sql("UPDATE event SET json = x'7b7d' WHERE position = "
                + many.get(5_000).packed());
        try (SqliteJournal journal = open()) {
            Reach commits = new Reach(true, Set.of(), false, Set.of(KnownType.COMMIT));
            Slice slice = journal.read(journal.bounds().floor(), commits, Budget.of(10, 100_000, 60_000));
            assertThat(slice.events()).extracting(Event::position).containsExactly(rare);
            assertThat(slice.reached()).isEqualTo(journal.newest());
            Reach others = Reach.ofProjects(Set.of(new ProjectId("other")));
            assertThat(journal.read(rare, others, Budget.of(10, 100_000, 60_000))
                            .reached())
                    .isEqualTo(journal.newest());
            HistoryPage page =
                    journal.page(new HistoryQuery(commits, null, Set.of(), Position.ORIGIN, null, 10, true), CHUNK);
            assertThat(page.events()).extracting(Event::position).containsExactly(rare);
            assertThat(page.next()).isNull();
            assertThat(journal.status()).as("it was not read").isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void aFileOfFormat1IsBroughtToThisOne() throws IOException {
        try (var old = BitRotTest.class.getResourceAsStream("/journal/format-1.db")) {
            Files.copy(old, file());
        }
        for (int i = 0; i < 2; i++) {
            try (SqliteJournal journal = open()) {
                Slice all = journal.read(journal.bounds().floor(), Reach.ALL, Budget.of(100, Long.MAX_VALUE, 60_000));
                assertThat(all.isWhole()).isTrue();
                assertThat(all.events()).hasSize(30 + i);
                assertThat(journal.status()).isEqualTo(Health.Status.HEALTHY);
                assertThat(journal.append(List.of(Drafts.keyed("other", "k")))
                                .getFirst()
                                .isNew())
                        .as("a key that was kept before digests were")
                        .isFalse();
                journal.append(Drafts.files(1));
            }
        }
    }

    @Test
    void whatLiesBehindTheDamageOfAWriteAheadLogIsSaid() throws IOException {
        Path copy = directory.resolve("copy");
        Files.createDirectories(copy);
        try (SqliteJournal journal = open()) {
            for (int i = 0; i < 10; i++) {
                journal.append(Drafts.files(2));
            }
            // As a machine leaves it that loses its power: the log is not in the file yet.
            Files.copy(file(), copy.resolve("journal.db"));
            Files.copy(directory.resolve("journal.db-wal"), copy.resolve("journal.db-wal"));
        }
        Path log = copy.resolve("journal.db-wal");
        assertThat(WalScan.look(log)).isEmpty();
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 4;
        Files.write(log, bytes);
        try (SqliteJournal journal = SqliteJournal.open(copy, SqliteSettings.DEFAULTS, clock)) {
            assertThat(journal.status().level()).isEqualTo(Health.Level.DEGRADED);
            assertThat(journal.status().detail()).contains("write-ahead log was damaged at frame", "commits");
            assertThat(journal.size().events()).isLessThan(20);
            journal.append(Drafts.files(1));
        }
        try (var files = Files.list(copy)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("journal.db-wal.damaged-"));
        }
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
