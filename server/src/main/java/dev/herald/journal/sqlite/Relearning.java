package dev.herald.journal.sqlite;

import dev.herald.event.Codec;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Versioned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the last changes in the events: of a file that has none yet, or whose table of them is damaged. In steps, each its
 * own transaction, so that the write-ahead log stays small. What cannot be read is gone around, as readers do: a change
 * that is not found refuses nobody, and whoever decides has folded what was there before.
 */
final class Relearning {
    private static final Logger LOG = LoggerFactory.getLogger(Relearning.class);
    private static final int STEP = 5_000;
    private static final List<KnownType> TYPES = List.of(
            KnownType.TASK_UPDATE,
            KnownType.RISK_ALERT,
            KnownType.PROJECT_UPDATED,
            KnownType.PROJECT_DELETED,
            KnownType.AGENT_CLAIMED,
            KnownType.AGENT_RELEASED);

    private final Connection connection;
    private final Position newest;
    private final Rows rows;
    private final RowSum sum = new RowSum();
    private final LastChanges lasts;
    private final Map<Versioned, Position> found = new HashMap<>();
    private Position reached = Position.ORIGIN;

    private Relearning(Connection connection, Position newest) throws SQLException {
        this.connection = connection;
        this.newest = newest;
        rows = new Rows(TypeColumn.load(connection));
        lasts = new LastChanges(connection);
    }

    /** Of a file of a format before. A start that is cut off begins again, since the file says its new format last. */
    static void upgrade(Connection connection) throws SQLException {
        LOG.info("the journal's file is brought to a format with versions, which takes a moment when it is large");
        new Relearning(connection, newest(connection)).run();
    }

    /** Into a table that is empty. */
    static void anew(Connection connection) throws SQLException {
        new Relearning(connection, newest(connection)).run();
    }

    /** Looks at all rows, and begins anew when they cannot be read, or know of events that the log has not reached. */
    static void mend(Connection connection) throws SQLException {
        Position newest = newest(connection);
        if (isSound(connection, newest)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            // What is damaged stays where it is, for to remove it SQLite would have to read it.
            statement.execute("ALTER TABLE versioned RENAME TO versioned_damaged_" + places(statement));
            statement.execute(LastChanges.TABLE);
        }
        LOG.error(
                "the journal's table of last changes is damaged, and is made anew from the events: look at the disk, and"
                        + " restore a backup if other things are amiss");
        new Relearning(connection, newest).run();
    }

    private static boolean isSound(Connection connection, Position newest) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(min(last), 0), coalesce(max(last), 0)," + " count(subject) FROM versioned")) {
            return row.getLong(1) >= 0 && row.getLong(2) <= newest.packed();
        } catch (SQLException fault) {
            if (Faults.isUnreadable(fault)) {
                return false;
            }
            throw fault;
        }
    }

    private static int places(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE name GLOB 'versioned_damaged_*'")) {
            return row.getInt(1);
        }
    }

    private static Position newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(position), 0) FROM event")) {
            long known = Math.max(Meta.value(connection, "trimmed"), Meta.value(connection, "lost"));
            return new Position(Math.max(0, Math.max(row.getLong(1), known)));
        }
    }

    private void run() throws SQLException {
        boolean isThrough = false;
        while (!isThrough) {
            isThrough = step();
            connection.setAutoCommit(false);
            lasts.put(found);
            connection.setAutoCommit(true);
            found.clear();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
        }
    }

    /** Answers whether nothing is left to read. */
    private boolean step() throws SQLException {
        try {
            return read() < STEP;
        } catch (SQLException fault) {
            if (!Faults.isUnreadable(fault)) {
                throw fault;
            }
            Position before = reached;
            reached = Detour.beyond(connection, Detour.last(connection, before, true), newest);
            return !reached.isAfter(before);
        }
    }

    private int read() throws SQLException {
        String types = "?" + ", ?".repeat(TYPES.size() - 1);
        try (PreparedStatement events = connection.prepareStatement("SELECT " + Rows.COLUMNS
                + " FROM event WHERE position > ? AND type IN (" + types + ") ORDER BY position LIMIT " + STEP)) {
            events.setLong(1, reached.packed());
            for (int i = 0; i < TYPES.size(); i++) {
                rows.bindType(events, i + 2, TYPES.get(i));
            }
            int count = 0;
            try (ResultSet row = events.executeQuery()) {
                while (row.next()) {
                    count++;
                    Rows.Row read = rows.read(row, sum);
                    reached = read.position();
                    Event event = read.event();
                    Versioned of = event == null ? null : Codec.versioned(event);
                    if (of != null) {
                        found.put(of, reached);
                    }
                }
            }
            return count;
        }
    }
}
