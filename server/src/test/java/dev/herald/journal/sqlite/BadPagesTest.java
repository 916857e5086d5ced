package dev.herald.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.EventType;
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
import dev.herald.journal.SummaryQuery;
import dev.herald.journal.TrimRules;
import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of the file is not what was written, each in turn: a start, reading from the start and from the middle,
 * publishing, trimming and another start go on, nothing wrong is served, and nothing is missing without being told.
 */
class BadPagesTest {
    private static final int PAGE = 4_096;
    private static final Budget CHUNK = Budget.of(60, 100_000, 60_000);
    private static final long ALL = Long.MAX_VALUE;
    private static final int KEPT = 400;
    /** A row has a hundred bytes at least. */
    private static final int PAGE_EVENTS_MAX = PAGE / 100;

    private static final int BITS = 50;

    /** What a disk may make of a page. */
    private enum Harm {
        ZEROS {
            @Override
            void to(byte[] page, Random random) {
                Arrays.fill(page, (byte) 0);
            }
        },
        NOISE {
            @Override
            void to(byte[] page, Random random) {
                random.nextBytes(page);
            }
        },
        BIT_OF_HEAD {
            @Override
            void to(byte[] page, Random random) {
                page[random.nextInt(16)] ^= (byte) (1 << random.nextInt(8));
            }
        },
        BIT {
            @Override
            void to(byte[] page, Random random) {
                page[random.nextInt(PAGE)] ^= (byte) (1 << random.nextInt(8));
            }
        };

        abstract void to(byte[] page, Random random);
    }

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final NavigableMap<Position, Event> written = new TreeMap<>();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private byte[] sound = new byte[0];

    private SqliteJournal open() {
        SqliteJournal journal =
                SqliteJournal.open(directory, SqliteSettings.DEFAULTS.withEachCommitSynced(false), clock);
        journal.listen(batch -> batch.forEach(event -> written.put(event.position(), event)));
        return journal;
    }

    private Path file() {
        return directory.resolve("journal.db");
    }

    @BeforeEach
    void write() throws IOException {
        try (SqliteJournal journal = open()) {
            for (int i = 0; i < 60; i++) {
                clock.advance(10);
                journal.append(Drafts.files(22));
                Position cause = journal.newest();
                journal.append(List.of(
                        Drafts.rich(cause).withIdempotencyKey("k" + i),
                        Drafts.sized(i % 3 == 0 ? 9_000 : 300),
                        Drafts.of(KnownType.TASK_UPDATE, "other", "\"task_id\":\"t" + i + "\",\"status\":\"done\"")));
            }
            while (journal.trim(new TrimRules(0, 1_100, ALL, new Position(ALL))) > 0) {
                // In steps.
            }
            written.headMap(journal.bounds().floor(), true).clear();
        }
        sound = Files.readAllBytes(file());
    }

    /** Each of the first, which hold all others together, then some of the others, which are much alike. */
    private int next(int page) {
        return page < 24 ? page + 1 : page + 2 + random.nextInt(3);
    }

    @Test
    void aStartWithAnyBadPageGoesOnOrSaysWhatToDo() throws IOException, SQLException {
        NavigableMap<Position, Event> before = new TreeMap<>(written);
        for (int page = 1; page <= sound.length / PAGE; page = next(page)) {
            Harm harm = page % 4 == 0 ? Harm.NOISE : Harm.ZEROS;
            begin(before);
            harm(harm, page);
            String what = harm + " in page " + page + " of seed " + seed;
            try (SqliteJournal journal = open()) {
                live(journal, what);
            } catch (JournalException refused) {
                assertThat(page)
                        .as(what + " was refused: " + refused.getMessage())
                        .isEqualTo(1);
                assertThat(refused.getMessage()).as(what).contains("backup");
                continue;
            }
            again(what);
        }
    }

    @Test
    void aPageThatGoesBadWhileTheJournalIsOpenHoldsNobodyUp() throws IOException, SQLException {
        NavigableMap<Position, Event> before = new TreeMap<>(written);
        for (int page = 2; page <= sound.length / PAGE; page = next(page)) {
            Harm harm = page % 4 == 0 ? Harm.ZEROS : Harm.NOISE;
            begin(before);
            String what = harm + " in page " + page + " of seed " + seed + ", while it is open";
            try (SqliteJournal journal = open()) {
                harm(harm, page);
                live(journal, what);
            }
            again(what);
        }
    }

    /** Of the pages that hold all others together, and some others: what it makes of a page may look like one. */
    @Test
    void aBitOfAPageIsNoWorse() throws IOException, SQLException {
        NavigableMap<Position, Event> before = new TreeMap<>(written);
        for (int i = 0; i < BITS; i++) {
            int page = i < 40 ? 2 + i % 20 : 2 + random.nextInt(sound.length / PAGE - 1);
            Harm harm = i % 2 == 0 ? Harm.BIT_OF_HEAD : Harm.BIT;
            begin(before);
            harm(harm, page);
            String what = harm + " in page " + page + " of seed " + seed;
            try (SqliteJournal journal = open()) {
                live(journal, what);
            }
            again(what);
        }
    }

    private void begin(NavigableMap<Position, Event> before) throws IOException {
        written.clear();
        written.putAll(before);
        try (var files = Files.list(directory)) {
            for (Path path : files.filter(path -> path.getFileName().toString().startsWith("journal.db"))
                    .toList()) {
                Files.delete(path);
            }
        }
        Files.write(file(), sound);
    }

    private void harm(Harm harm, int page) throws IOException {
        byte[] bytes = Arrays.copyOfRange(sound, (page - 1) * PAGE, page * PAGE);
        harm.to(bytes, random);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), (page - 1L) * PAGE);
        }
    }

    private void live(SqliteJournal journal, String what) {
        read(journal, what);
        List<Position> all = new ArrayList<>(written.keySet());
        Slice resumed = journal.read(all.get(all.size() / 2), Reach.ALL, CHUNK);
        resumed.events().forEach(event -> check(event, what));
        for (int i = 0; i < 3; i++) {
            clock.advance(10);
            List<Appended> appended = journal.append(List.of(Drafts.keyed("new", "n" + i), Drafts.sized(5_000)));
            assertThat(appended).as(what).allMatch(Appended::isNew);
            assertThat(journal.append(List.of(Drafts.keyed("new", "n" + i))))
                    .as(what)
                    .noneMatch(Appended::isNew);
            assertThat(journal.find(appended.getFirst().position())).as(what).isPresent();
        }
        assertThat(read(journal, what))
                .as(what + ": no more is lost than a page holds")
                .hasSizeGreaterThan(written.size() - PAGE_EVENTS_MAX);
        trim(journal, what);
        read(journal, what);
    }

    private void trim(SqliteJournal journal, String what) {
        Position floor = journal.bounds().floor();
        for (int steps = 0; journal.trim(new TrimRules(0, KEPT, ALL, new Position(ALL))) > 0; steps++) {
            assertThat(steps).as(what + ": trimming does not end").isLessThan(100);
        }
        assertThat(journal.size().events()).as(what).isLessThanOrEqualTo(KEPT);
        assertThat(journal.bounds().floor()).as(what).isGreaterThan(floor);
        written.headMap(journal.bounds().floor(), true).clear();
    }

    private void again(String what) throws SQLException, IOException {
        try (SqliteJournal journal = open()) {
            read(journal, what + ", started again");
            assertThat(journal.append(List.of(Drafts.file("last")))).as(what).allMatch(Appended::isNew);
        }
        try (var files = Files.list(directory)) {
            if (files.noneMatch(path -> path.getFileName().toString().startsWith("journal.db.damaged"))) {
                return;
            }
        }
        assertThat(directory.resolve("journal.db-mend")).as(what).doesNotExist();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
            assertThat(row.getString(1)).as(what + ": SQLite finds it sound").isEqualTo("ok");
        }
    }

    private Set<Position> read(SqliteJournal journal, String what) {
        Set<Position> served = readAll(journal, what);
        for (ProjectId project : new ProjectId[] {null, new ProjectId("demo"), new ProjectId("other")}) {
            page(journal, what, project, Set.of());
        }
        page(journal, what, null, Set.of(KnownType.TASK_UPDATE));
        journal.summary(new SummaryQuery(Reach.ALL, null, Set.of(), 5, clock.epochMillis()), CHUNK);
        journal.read(journal.bounds().floor(), new Reach(true, Set.of(), false, Set.of(KnownType.TASK_UPDATE)), CHUNK);
        boolean isWell = journal.status().equals(Health.Status.HEALTHY);
        assertThat(served.size() == written.size() || !isWell)
                .as(what + ": events are missing, and health says that all is well")
                .isTrue();
        return served;
    }

    /** As the hub does: each step goes on, and what follows a step without a hole is what was written. */
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
            assertThat(slice.reached().isAfter(after))
                    .as(what + ": no step at " + after)
                    .isTrue();
            after = slice.reached();
        }
        return served.keySet();
    }

    private void page(SqliteJournal journal, String what, ProjectId project, Set<EventType> types) {
        for (boolean isNewestFirst : new boolean[] {true, false}) {
            Position next = null;
            for (int pages = 0; pages == 0 || next != null; pages++) {
                assertThat(pages).as(what + ": pages do not end").isLessThan(2 * written.size());
                HistoryPage page = journal.page(
                        new HistoryQuery(
                                Reach.ALL,
                                project,
                                types,
                                isNewestFirst || next == null ? Position.ORIGIN : next,
                                isNewestFirst ? next : null,
                                100,
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
        assertThat(event.json()).as(what).isEqualTo(expected.json());
        Event same = new Event(
                event.position(),
                event.type(),
                event.project(),
                event.rooms(),
                event.source(),
                event.subject(),
                event.cause(),
                event.idempotencyKey(),
                expected.json());
        assertThat(same).as(what).isEqualTo(expected);
    }
}
