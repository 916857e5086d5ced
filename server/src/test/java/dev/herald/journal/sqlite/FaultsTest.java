package dev.herald.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Appended;
import dev.herald.journal.Budget;
import dev.herald.journal.Drafts;
import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.journal.ManualClock;
import dev.herald.journal.Placement;
import dev.herald.journal.TrimRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What breaks outside: no space, no file, a damaged or foreign file, a directory that is not ours to write. */
class FaultsTest {
    private static final long ALL = Long.MAX_VALUE;

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();

    private SqliteJournal open() {
        return SqliteJournal.open(directory, SqliteSettings.DEFAULTS, clock);
    }

    private Path file() {
        return directory.resolve("journal.db");
    }

    @Test
    void refusesAtItsLimitAndGoesOnWhenThereIsRoomAgain() {
        SqliteSettings settings = SqliteSettings.DEFAULTS.withFileBytesMax(1 << 20);
        try (SqliteJournal journal = SqliteJournal.open(directory, settings, clock)) {
            List<Position> kept = fill(journal, 20_000, "full");
            Position newest = journal.newest();
            assertThatThrownBy(() -> journal.append(List.of(Drafts.file("small"), Drafts.sized(50_000))))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("full");
            assertThat(positions(journal)).isEqualTo(kept);
            assertThat(journal.newest()).isEqualTo(newest);
            assertThat(journal.size().events()).isEqualTo(kept.size());
            assertThat(journal.trim(new TrimRules(0, 3, ALL, new Position(ALL))))
                    .isEqualTo(kept.size() - 3);
            Position next = append(journal, 20_000);
            assertThat(next).isEqualTo(new Position(newest.packed() + 1));
        }
    }

    @Test
    @EnabledIf("mayMount")
    void refusesOnAFullDiskAndGoesOnWhenThereIsRoomAgain() throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory.toString());
        try {
            Path ballast = directory.resolve("ballast");
            Files.write(ballast, new byte[1 << 20]);
            List<Position> kept;
            List<Event> heard = new ArrayList<>();
            try (SqliteJournal journal = open()) {
                journal.listen(heard::addAll);
                kept = fill(journal, 20_000, "disk");
                assertThatThrownBy(() -> append(journal, 30_000))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("disk");
                assertThat(positions(journal)).isEqualTo(kept);
                Files.delete(ballast);
                kept.add(append(journal, 20_000));
                assertThat(positions(journal)).isEqualTo(kept);
                assertThat(heard).extracting(Event::position).isEqualTo(kept);
            }
            try (SqliteJournal journal = open()) {
                assertThat(positions(journal)).isEqualTo(kept);
            }
        } finally {
            run("umount", directory.toString());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesAfterAFailedWriteAndGoesOnWhenTheDiskIsWellAgain() throws IOException, InterruptedException {
        // The kernel fails every write beyond a size: to SQLite that is an error of the disk. Large, for the limit
        // holds
        // for whatever else this process writes meanwhile.
        long sizeMax = 32 << 20;
        SqliteSettings settings = new SqliteSettings(1, 1_000, 1 << 20, 1 << 20, 1L << 30, 1L << 30, 1L << 40, true);
        try (SqliteJournal journal = SqliteJournal.open(directory, settings, clock)) {
            append(journal, 10);
            List<Position> kept;
            limitFileSize(Long.toString(sizeMax));
            try {
                kept = fill(journal, 1_000_000, "the disk failed");
            } finally {
                limitFileSize("unlimited");
            }
            assertThat(positions(journal)).hasSize(kept.size() + 1).containsAll(kept);
            assertThat(append(journal, 10)).isEqualTo(journal.newest()).isGreaterThan(kept.getLast());
        }
        try (SqliteJournal journal = open()) {
            assertThat(journal.size().events()).isEqualTo(positions(journal).size());
        }
    }

    private static void limitFileSize(String bytes) throws IOException, InterruptedException {
        run("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--fsize=" + bytes + ":");
    }

    @Test
    @EnabledIf("mayMount")
    void saysThatADirectoryCannotBeWritten() throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", directory.toString());
        try {
            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("journal in " + directory + " cannot be written");
        } finally {
            run("umount", directory.toString());
        }
    }

    @Test
    void saysThatADirectoryIsNone() throws IOException {
        Path plain = Files.writeString(directory.resolve("plain"), "a file");
        assertThatThrownBy(() -> SqliteJournal.open(plain, SqliteSettings.DEFAULTS, clock))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("journal in " + plain + " cannot be written");
    }

    @Test
    void createsTheDirectory() {
        Path deep = directory.resolve("a/b");
        SqliteJournal.open(deep, SqliteSettings.DEFAULTS, clock).close();
        assertThat(deep.resolve("journal.db")).exists();
    }

    @Test
    void saysThatAFileIsNoDatabase() throws IOException {
        Files.writeString(file(), "this is a letter, and it is long enough to be none\n".repeat(100));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("journal in " + directory)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void saysThatAFileIsDamaged() throws IOException {
        try (SqliteJournal journal = open()) {
            journal.append(Drafts.files(500));
        }
        byte[] bytes = Files.readAllBytes(file());
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
        Files.write(file(), bytes);
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("damaged");
    }

    @Test
    void saysThatAFileWasCutShort() throws IOException {
        try (SqliteJournal journal = open()) {
            journal.append(Drafts.files(500));
        }
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 3 * 4096), StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("damaged");
    }

    @Test
    void leavesTheDatabaseOfAnotherProgramAlone() throws SQLException {
        sql("CREATE TABLE recipe(name TEXT)");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(file() + " is not a journal of Herald");
        sql("INSERT INTO recipe VALUES('soup')");
    }

    @Test
    void refusesTheFormatOfAnotherVersion() throws SQLException {
        open().close();
        sql("PRAGMA user_version = 7");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("has the format 7, this Herald knows 3");
    }

    @Test
    void refusesWhileItsFileIsGone() throws IOException {
        try (SqliteJournal journal = open()) {
            append(journal, 10);
            Path elsewhere = Files.move(file(), directory.resolve("elsewhere"));
            assertThatThrownBy(() -> append(journal, 10))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("gone");
            Files.copy(elsewhere, file());
            assertThatThrownBy(() -> append(journal, 10))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("replaced");
            Files.delete(file());
            Files.move(elsewhere, file());
            append(journal, 10);
            assertThat(positions(journal)).hasSize(2);
        }
    }

    @Test
    void announcesWhatAFailedCommitHasLeftInTheFile() throws SQLException {
        List<Event> heard = new ArrayList<>();
        try (SqliteJournal journal = open()) {
            Position first = append(journal, 10);
            journal.listen(heard::addAll);
            Position left = new Position(first.packed() + 1);
            // As a commit leaves it whose confirmation failed: the file has the event, and nobody was told.
            insertAsAJournalDoes(left);
            assertThatThrownBy(() -> journal.append(List.of(Drafts.file("collides"))))
                    .isInstanceOf(JournalException.class);
            assertThat(heard).extracting(Event::position).as("at once").containsExactly(left);
            assertThat(journal.newest()).isEqualTo(left);
            Position next = append(journal, 10);
            assertThat(next).isGreaterThan(left);
            assertThat(heard).extracting(Event::position).containsExactly(left, next);
            assertThat(positions(journal)).containsExactly(first, left, next);
        }
    }

    @Test
    void knowsAtOnceWhatAFailedTrimHasRemovedAfterAll() throws SQLException {
        try (SqliteJournal journal = open()) {
            List<Position> all = journal.append(Drafts.files(5)).stream()
                    .map(Appended::position)
                    .toList();
            // As a trim leaves it whose confirmation failed; and then one that fails.
            sql("DELETE FROM event WHERE position <= " + all.get(1).packed());
            sql("INSERT INTO meta VALUES('trimmed', " + all.get(1).packed() + ")");
            sql("CREATE TRIGGER fails BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'as the test asked'); END");
            assertThatThrownBy(() -> journal.trim(new TrimRules(0, 2, ALL, new Position(ALL))))
                    .isInstanceOf(JournalException.class);
            assertThat(journal.bounds().floor()).isEqualTo(all.get(1));
            assertThat(journal.oldest()).isEqualTo(all.get(2));
            assertThat(journal.size().events()).isEqualTo(3);
            sql("DROP TRIGGER fails");
            assertThat(journal.trim(new TrimRules(0, 2, ALL, new Position(ALL))))
                    .isEqualTo(1);
        }
    }

    @Test
    void holdsTheWriteAheadLogInItsBound() throws IOException {
        long walBytesMax = 1 << 20;
        SqliteSettings settings =
                new SqliteSettings(2, 1_000, 1 << 20, 1 << 20, 256 << 10, walBytesMax, 1L << 40, true);
        try (SqliteJournal journal = SqliteJournal.open(directory, settings, clock)) {
            long largest = 0;
            for (int i = 0; i < 400; i++) {
                append(journal, 100_000);
                journal.read(Position.ORIGIN, Reach.ALL, Budget.of(3, ALL, 60_000))
                        .events();
                largest = Math.max(largest, Files.size(directory.resolve("journal.db-wal")));
            }
            // The thread that checkpoints may be late by some of the steps that it is asked for.
            assertThat(largest).isBetween(walBytesMax / 4, 8 * walBytesMax);
        }
        assertThat(directory.resolve("journal.db-wal")).doesNotExist();
    }

    /** Writes an event into the file as a journal does, behind the back of the one that is open. */
    private void insertAsAJournalDoes(Position position) throws SQLException {
        Connections connections = new Connections(file(), SqliteSettings.DEFAULTS);
        try (Writer writer =
                connections.openWriter(clock.epochMillis(), Refilling.Emptied.NOTHING, new Damage(() -> {}))) {
            Event event = Drafts.file("left").at(position);
            writer.append(
                    new Placement(List.of(event), List.of(), Map.of(), Map.of()), writer.newestKept(), Position.ORIGIN);
        }
    }

    /** Appends until the journal refuses, and returns what it kept. */
    private static List<Position> fill(Journal journal, int bytes, String why) {
        List<Position> kept = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        kept.add(append(journal, bytes));
                    }
                })
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("events could not be kept")
                .hasMessageContaining(why);
        assertThat(kept).isNotEmpty();
        return kept;
    }

    private static Position append(Journal journal, int bytes) {
        return journal.append(List.of(Drafts.sized(bytes))).getFirst().position();
    }

    private static List<Position> positions(Journal journal) {
        return journal.read(Position.ORIGIN, Reach.ALL, Budget.of(Integer.MAX_VALUE, ALL, 60_000)).events().stream()
                .map(Event::position)
                .toList();
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static boolean mayMount() throws IOException, InterruptedException {
        Path probe = Files.createTempDirectory("mount");
        try {
            String commands = "mount -t tmpfs tmpfs \"$0\" && umount \"$0\"";
            Process process = new ProcessBuilder("sh", "-c", commands, probe.toString())
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor() == 0;
        } finally {
            Files.delete(probe);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
