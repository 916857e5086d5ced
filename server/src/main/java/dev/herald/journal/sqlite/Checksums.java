package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a file of format 1 to format 2: gives each row its checksum. In steps, each its own transaction, so that the
 * write-ahead log stays small; a start that is cut off goes on where it was, since the file says the new format last.
 * What was damaged before is taken as it is, for nobody can tell any more.
 */
final class Checksums {
    private static final int STEP = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Checksums.class);

    private Checksums() {}

    /** Adds the columns, unless an earlier start has. */
    static void begin(Statement statement) throws SQLException {
        boolean isThere;
        try (ResultSet row =
                statement.executeQuery("SELECT count(*) FROM pragma_table_info('event') WHERE name = 'checksum'")) {
            isThere = row.getInt(1) > 0;
        }
        if (!isThere) {
            statement.execute("ALTER TABLE event ADD COLUMN checksum INTEGER");
            statement.execute("ALTER TABLE idempotency ADD COLUMN digest INTEGER");
        }
    }

    static void add(Connection connection) throws SQLException {
        LOG.info("the journal's file is brought to a new format, which takes a moment when it is large");
        Rows rows = new Rows(TypeColumn.load(connection));
        RowSum sum = new RowSum();
        long trimmed = Meta.value(connection, "trimmed");
        Position last = new Position(Math.max(trimmed, Meta.value(connection, "begun")));
        for (Position next = step(connection, rows, sum, last);
                !next.equals(last);
                next = step(connection, rows, sum, last)) {
            last = next;
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
        }
    }

    /** The next rows after the position; answers where the last of them stands. */
    private static Position step(Connection connection, Rows rows, RowSum sum, Position after) throws SQLException {
        Position last = after;
        connection.setAutoCommit(false);
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT " + Rows.COLUMNS + " FROM event WHERE position > ? ORDER BY position LIMIT " + STEP);
                PreparedStatement update =
                        connection.prepareStatement("UPDATE event SET checksum = ? WHERE position = ?")) {
            select.setLong(1, after.packed());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Long checksum = rows.checksum(row, last, sum);
                    last = new Position(row.getLong(1));
                    if (checksum != null) {
                        update.setLong(1, checksum);
                        update.setLong(2, last.packed());
                        update.addBatch();
                    }
                }
            }
            update.executeBatch();
        }
        connection.setAutoCommit(true);
        return last;
    }
}
