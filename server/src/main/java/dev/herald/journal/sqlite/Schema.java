package dev.herald.journal.sqlite;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.journal.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, and the checks that a file is ours and of a version that we know.
 *
 * <p>{@code event} is ordered by position, so appending and reading on are sequential; its one index serves the history
 * of a project. A known type is a number of {@code type}, a custom one its text; {@code rooms} is null where they follow
 * from the project. {@code idempotency} stands apart, for keys are remembered for a time of their own, whether their
 * events are still kept or not; its order by position is the order of forgetting. {@code block} says what occurs in each stretch, see {@link Blocks}. {@code checksum} is null only in a file
 * of format 1 until it is brought to this one, see {@link Checksums}. {@code versioned} is {@link LastChanges}'.
 */
final class Schema {
    /** "Hrld": a SQLite file says by this number whose it is. */
    private static final int APPLICATION = 0x48726c64;

    private static final int VERSION = 3;
    /** Nothing was remembered of what has versions. */
    private static final int WITHOUT_VERSIONED = 2;
    /** Rows had no checksum, and keys no digest. */
    private static final int WITHOUT_CHECKSUMS = 1;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE TABLE type(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            """
            CREATE TABLE event(
              position INTEGER PRIMARY KEY, type NOT NULL, project TEXT, rooms TEXT, source TEXT NOT NULL,
              subject TEXT, cause INTEGER, key TEXT, json BLOB NOT NULL, checksum INTEGER)""",
            "CREATE INDEX event_project ON event(project, position, type)",
            "CREATE TABLE idempotency(position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, digest INTEGER)",
            "CREATE TABLE snapshot(name TEXT PRIMARY KEY, position INTEGER NOT NULL, state BLOB NOT NULL)");
    // The table of snapshots is only probed with: states of projections lie in files of their own.

    private Schema() {}

    /** Creates what is not there, in one transaction: a file is either empty or whole. When it throws, close. */
    static void ensure(Connection connection, long nowMillis, Refilling.Emptied emptied, Damage damage)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            int application = number(statement, "PRAGMA application_id");
            int version = number(statement, "PRAGMA user_version");
            boolean isEmpty = number(statement, "SELECT count(*) FROM sqlite_master") == 0;
            if (isEmpty && version == 0) {
                create(connection, statement, nowMillis);
            } else if (application != APPLICATION) {
                throw new JournalException("is not a journal of Herald: give another directory");
            } else if (version == WITHOUT_CHECKSUMS) {
                Checksums.begin(statement);
            } else if (version != VERSION && version != WITHOUT_VERSIONED) {
                throw new JournalException("has the format " + version + ", this Herald knows " + VERSION
                        + ": use the version that wrote it, or another directory");
            }
            statement.execute(Blocks.TABLE);
            statement.execute(LastChanges.TABLE);
            Refilling refilling = new Refilling(connection, emptied, damage);
            refilling.begin(nowMillis);
            nameTypes(connection);
            if (!refilling.areTypesSound()) {
                refilling.typesAnew();
                nameTypes(connection);
            }
            connection.setAutoCommit(true);
            if (!isEmpty && version == WITHOUT_CHECKSUMS) {
                Checksums.add(connection);
            }
            refilling.rest(nowMillis);
            if (!isEmpty && version < VERSION) {
                Relearning.upgrade(connection);
                statement.execute("PRAGMA user_version = " + VERSION);
            } else {
                Relearning.mend(connection);
            }
        }
    }

    private static void create(Connection connection, Statement statement, long nowMillis) throws SQLException {
        for (String table : TABLES) {
            statement.execute(table);
        }
        statement.execute("PRAGMA application_id = " + APPLICATION);
        statement.execute("PRAGMA user_version = " + VERSION);
        Meta.put(connection, "begun", Position.of(nowMillis, 0).packed());
    }

    private static void nameTypes(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO type(name) VALUES(?)")) {
            for (String name : KnownType.wireNames()) {
                insert.setString(1, name);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.getInt(1);
        }
    }
}
