package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Versioned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last event of each thing that has versions, whether or not that event is still kept: what guards are compared with.
 * Written in the transaction that appends. The writer's thread.
 */
final class LastChanges {
    static final String TABLE =
            "CREATE TABLE IF NOT EXISTS versioned(subject TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID";

    private static final Logger LOG = LoggerFactory.getLogger(LastChanges.class);
    private static final int STEP = 5_000;
    private static final List<KnownType> TYPES = List.of(
            KnownType.TASK_UPDATE,
            KnownType.RISK_ALERT,
            KnownType.PROJECT_UPDATED,
            KnownType.PROJECT_DELETED,
            KnownType.AGENT_CLAIMED,
            KnownType.AGENT_RELEASED);

    private final PreparedStatement select;
    private final PreparedStatement put;

    LastChanges(Connection connection) throws SQLException {
        select = connection.prepareStatement("SELECT last FROM versioned WHERE subject = ?");
        put = connection.prepareStatement("INSERT OR REPLACE INTO versioned VALUES(?, ?)");
    }

    /** {@link Position#ORIGIN} for none. */
    Position last(Versioned of) throws SQLException {
        select.setString(1, of.toString());
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? new Position(row.getLong(1)) : Position.ORIGIN;
        }
    }

    void put(Map<Versioned, Position> lasts) throws SQLException {
        if (lasts.isEmpty()) {
            return;
        }
        for (Map.Entry<Versioned, Position> last : lasts.entrySet()) {
            put.setString(1, last.getKey().toString());
            put.setLong(2, last.getValue().packed());
            put.addBatch();
        }
        put.executeBatch();
    }

    /**
     * Finds them in a file that has none yet. In steps, each its own transaction; a start that is cut off begins again,
     * since the file says its new format last.
     */
    static void fill(Connection connection) throws SQLException {
        LOG.info("the journal's file is brought to a format with versions, which takes a moment when it is large");
        TypeColumn types = TypeColumn.load(connection);
        Rows rows = new Rows(types);
        RowSum sum = new RowSum();
        LastChanges lasts = new LastChanges(connection);
        Position last = Position.ORIGIN;
        for (Position next = step(connection, rows, sum, lasts, last);
                !next.equals(last);
                next = step(connection, rows, sum, lasts, last)) {
            last = next;
        }
    }

    private static Position step(Connection connection, Rows rows, RowSum sum, LastChanges lasts, Position after)
            throws SQLException {
        Position last = after;
        Map<Versioned, Position> found = new HashMap<>();
        String types = "?" + ", ?".repeat(TYPES.size() - 1);
        connection.setAutoCommit(false);
        try (PreparedStatement events = connection.prepareStatement("SELECT " + Rows.COLUMNS
                + " FROM event WHERE position > ? AND type IN (" + types + ") ORDER BY position LIMIT " + STEP)) {
            events.setLong(1, after.packed());
            for (int i = 0; i < TYPES.size(); i++) {
                rows.bindType(events, i + 2, TYPES.get(i));
            }
            try (ResultSet row = events.executeQuery()) {
                while (row.next()) {
                    Rows.Row read = rows.read(row, sum);
                    last = read.position();
                    Event event = read.event();
                    Versioned of = event == null ? null : Versioned.of(event);
                    if (of != null) {
                        found.put(of, last);
                    }
                }
            }
            lasts.put(found);
        }
        connection.setAutoCommit(true);
        return last;
    }
}
