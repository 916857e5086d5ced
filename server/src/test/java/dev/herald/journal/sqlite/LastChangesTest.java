package dev.herald.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Versioned;
import dev.herald.journal.Appended;
import dev.herald.journal.Appender;
import dev.herald.journal.Drafts;
import dev.herald.journal.ManualClock;
import dev.herald.journal.Outcome;
import dev.herald.journal.TrimRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file's table of last changes: where it comes from, what becomes of it when it is damaged, and how large it grows. */
class LastChangesTest {
    private static final ProjectId P = new ProjectId("p");
    private static final Position ANYWHERE = new Position(Long.MAX_VALUE);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();

    private SqliteJournal open() {
        return SqliteJournal.open(directory, SqliteSettings.DEFAULTS.withEachCommitSynced(false), clock);
    }

    private Path file() {
        return directory.resolve("journal.db");
    }

    /** Four tasks, one of them told twice and one named by a number, and a project; and what has no versions. */
    @Test
    void aFileOfFormat2LearnsTheLastEventOfWhatHasVersions() throws IOException, SQLException {
        try (var old = LastChangesTest.class.getResourceAsStream("/journal/format-2.db")) {
            Files.copy(old, file());
        }
        for (int i = 0; i < 2; i++) {
            open().close();
            assertThat(rows())
                    .containsOnly(
                            Map.entry("task:p/T-1", "1796101582136-0"),
                            Map.entry("task:p/T-2", "1796101582050-0"),
                            Map.entry("task:p/T-3", "1796101582069-0"),
                            Map.entry("task:p/2", "1796101582100-0"),
                            Map.entry("project:p", "1796101582117-0"));
        }
    }

    /** Each claim and each risk is a thing of its own: what is trimmed must not stay for ever. */
    @Test
    void thingsMadeWithoutEndAreForgottenWithTheirEvents() throws SQLException {
        int rounds = 60;
        int each = 1_000;
        int keep = 3_000;
        Draft stays = task("stays");
        Position last = Position.ORIGIN;
        int most = 0;
        try (SqliteJournal journal = open()) {
            for (int round = 0; round < rounds; round++) {
                clock.advance(Appender.VERSIONED_MILLIS);
                int from = round * each;
                journal.append(IntStream.range(from, from + each - 1)
                        .mapToObj(i -> task("T-" + i))
                        .toList());
                last = journal.append(List.of(stays)).getFirst().position();
                while (journal.trim(new TrimRules(0, keep, Long.MAX_VALUE, ANYWHERE)) > 0) {
                    // Until nothing more goes.
                }
                most = Math.max(most, rows().size());
            }
            assertThat(most).as("rows beside %d events", keep).isLessThan(2 * keep + each);
            assertThat(rows()).containsEntry("task:p/stays", last.toString());
            assertThat(stale(journal, stays.withGuard(Position.ORIGIN))).isEqualTo(last);
        }
    }

    /** Bytes in the table's page that are none: SQLite cannot read it. */
    @Test
    void aDamagedTableIsMadeAnewFromTheEvents() throws IOException, SQLException {
        Position last = begin();
        byte[] rotten = Files.readAllBytes(file());
        int page = find(rotten, "task:p/T-1") / 4_096 * 4_096;
        for (int i = 0; i < 200; i++) {
            rotten[page + i] = (byte) 0xEE;
        }
        Files.write(file(), rotten);
        try (SqliteJournal journal = open()) {
            assertThat(stale(journal, task("T-1").withGuard(Position.ORIGIN))).isEqualTo(last);
            assertThat(rows()).hasSize(2).containsEntry("task:p/T-1", last.toString());
            journal.append(List.of(task("T-1").withGuard(last)));
        }
        open().close();
        assertThat(rows()).hasSize(2);
    }

    /** While it is open, too: the append that meets the damage is refused, and the next one finds the table mended. */
    @Test
    void aTableThatIsGoneWhileTheFileIsOpenIsMadeAnew() throws SQLException {
        Position last = begin();
        sql("UPDATE versioned SET last = " + (Long.MAX_VALUE - 1));
        try (SqliteJournal journal = open()) {
            assertThat(rows()).as("events that the log has not reached").containsEntry("task:p/T-1", last.toString());
            assertThat(stale(journal, task("T-1").withGuard(Position.ORIGIN))).isEqualTo(last);
        }
    }

    /** Bytes in the middle of the events are none: what is around them is found nonetheless. */
    @Test
    void damageAmongTheEventsHindersNobodyFromLearning() throws IOException, SQLException {
        try (SqliteJournal journal = open()) {
            for (int i = 0; i < 400; i++) {
                clock.advance(10);
                journal.append(List.of(task("T-" + i), Drafts.sized(500)));
            }
            // What is counted is saved then: a file of which all is to be counted cannot be opened with such damage.
            journal.trim(new TrimRules(0, 799, Long.MAX_VALUE, ANYWHERE));
        }
        byte[] rotten = Files.readAllBytes(file());
        for (int at : List.of(rotten.length / 3, rotten.length / 2)) {
            int page = at / 4_096 * 4_096;
            for (int i = 0; i < 4_096; i++) {
                rotten[page + i] = (byte) 0xEE;
            }
        }
        Files.write(file(), rotten);
        sql("DROP TABLE versioned");
        sql("PRAGMA user_version = 2");
        open().close();
        assertThat(rows()).hasSizeBetween(370, 399).containsKeys("task:p/T-1", "task:p/T-399");
    }

    private Position begin() {
        try (SqliteJournal journal = open()) {
            journal.append(List.of(task("T-2"), task("T-1")));
            return journal.append(List.of(Drafts.file("f"), task("T-1")))
                    .getLast()
                    .position();
        }
    }

    private static Draft task(String id) {
        return Drafts.of(KnownType.TASK_UPDATE, "p", "\"task_id\":\"" + id + "\"")
                .withVersioned(Versioned.task(P, id));
    }

    private static Position stale(SqliteJournal journal, Draft draft) {
        return switch (journal.appendEach(List.of(List.of(draft))).getFirst()) {
            case Outcome.Stale(List<Outcome.Moved> moved) -> moved.getFirst().newest();
            case Outcome.Kept(List<Appended> kept) -> throw new AssertionError(kept);
            case Outcome.Conflict conflict -> throw new AssertionError(conflict);
        };
    }

    private static int find(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }

    private Map<String, String> rows() throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT subject, last FROM versioned")) {
            while (row.next()) {
                rows.put(row.getString(1), new Position(row.getLong(2)).toString());
            }
        }
        return rows;
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
