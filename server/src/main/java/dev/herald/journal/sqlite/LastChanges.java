package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.event.Versioned;
import dev.herald.journal.Appender;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * The last event of each thing that has versions: what guards are compared with. Written in the transaction that appends.
 * The writer's thread.
 *
 * <p>Things are made without end (each claim, each risk is one), so what has been trimmed is forgotten: with each step of
 * trimming a few rows are looked at, from where the step before ended, and begun anew at the end. These are more than the
 * events that go, so the rows that wait for it stay fewer than the events that are kept.
 */
final class LastChanges {
    static final String TABLE =
            "CREATE TABLE IF NOT EXISTS versioned(subject TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID";
    /** Rows that are looked at with a step of trimming. */
    static final int FORGET_STEP = 4 * Appender.TRIM_STEP;

    private final PreparedStatement select;
    private final PreparedStatement put;
    private final PreparedStatement ahead;
    private final PreparedStatement forget;
    private final PreparedStatement forgetRest;
    private String looked = "";

    LastChanges(Connection connection) throws SQLException {
        select = connection.prepareStatement("SELECT last FROM versioned WHERE subject = ?");
        put = connection.prepareStatement("INSERT OR REPLACE INTO versioned VALUES(?, ?)");
        ahead = connection.prepareStatement("SELECT subject FROM versioned WHERE subject > ? ORDER BY subject LIMIT 1"
                + " OFFSET " + (FORGET_STEP - 1));
        forget = connection.prepareStatement("DELETE FROM versioned WHERE last <= ? AND subject > ? AND subject <= ?");
        forgetRest = connection.prepareStatement("DELETE FROM versioned WHERE last <= ? AND subject > ?");
    }

    /** {@link Position#ORIGIN} for none. */
    Position last(Versioned of) throws SQLException {
        select.setString(1, name(of));
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? new Position(row.getLong(1)) : Position.ORIGIN;
        }
    }

    /** Inside a transaction. */
    void put(Map<Versioned, Position> lasts) throws SQLException {
        if (lasts.isEmpty()) {
            return;
        }
        for (Map.Entry<Versioned, Position> last : lasts.entrySet()) {
            put.setString(1, name(last.getKey()));
            put.setLong(2, last.getValue().packed());
            put.addBatch();
        }
        put.executeBatch();
    }

    /** Of the next rows those go that have not changed after the position. Inside the transaction that trims. */
    void forget(Position upTo) throws SQLException {
        String end = null;
        ahead.setString(1, looked);
        try (ResultSet row = ahead.executeQuery()) {
            if (row.next()) {
                end = row.getString(1);
            }
        }
        PreparedStatement delete = end == null ? forgetRest : forget;
        delete.setLong(1, upTo.packed());
        delete.setString(2, looked);
        if (end != null) {
            delete.setString(3, end);
        }
        delete.executeUpdate();
        looked = end == null ? "" : end;
    }

    /**
     * As the row says it. Half of a surrogate pair has no place in UTF-8 and would become a question mark, so two things
     * would share a row; a name with one is written out, and begins as no other does.
     */
    static String name(Versioned of) {
        String name = of.toString();
        if (!hasHalfAPair(name)) {
            return name;
        }
        StringBuilder written = new StringBuilder("\\");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isSurrogate(c)) {
                written.append("\\u").append(Integer.toHexString(c));
            } else {
                written.append(c == '\\' ? "\\\\" : c);
            }
        }
        return written.toString();
    }

    private static boolean hasHalfAPair(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                if (!Character.isSurrogatePair(name.charAt(i), i + 1 < name.length() ? name.charAt(i + 1) : 'x')) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
