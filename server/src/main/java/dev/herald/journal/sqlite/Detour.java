package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The way around pages that SQLite cannot read: from growing distances it is tried whether the next row can be, and then
 * the nearest place is sought from which it can. Any thread that may block; some hundred looks at most.
 */
final class Detour {
    /** A millisecond. */
    private static final long FIRST_STEP = 1 << 16;

    private static final String UP =
            "SELECT " + Rows.COLUMNS + " FROM event WHERE position > ? ORDER BY position LIMIT 1";
    private static final String DOWN =
            "SELECT " + Rows.COLUMNS + " FROM event WHERE position < ? ORDER BY position DESC LIMIT 1";

    private Detour() {}

    /**
     * The first position found after which can be read on.
     *
     * @param newest where to give up, and the answer when there is none
     */
    static Position beyond(Connection connection, Position after, Position newest) throws SQLException {
        return find(connection, UP, after.packed(), Math.max(after.packed(), newest.packed()));
    }

    /** The same from the newest to the oldest. */
    static Position below(Connection connection, Position before, Position oldest) throws SQLException {
        return find(connection, DOWN, before.packed(), Math.min(before.packed(), oldest.packed()));
    }

    /**
     * Where the last row stands that can be read on the way, for who has looked for some rows only and has met what cannot
     * be read somewhere among the others; where the way begins when there is none.
     */
    static Position last(Connection connection, Position from, boolean isUp) throws SQLException {
        Position last = from;
        try (PreparedStatement select = connection.prepareStatement((isUp ? UP : DOWN).replace(" LIMIT 1", ""))) {
            select.setLong(1, from.packed());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    row.getBytes(9);
                    Position next = new Position(Math.max(0, row.getLong(1)));
                    last = next.isAfter(last) == isUp ? next : last;
                }
            }
        } catch (SQLException fault) {
            if (!Faults.isUnreadable(fault)) {
                throw fault;
            }
        }
        return last;
    }

    private static Position find(Connection connection, String sql, long from, long end) throws SQLException {
        int way = end >= from ? 1 : -1;
        long bad = from;
        long distance = FIRST_STEP;
        long good;
        do {
            good = Math.abs(end - from) <= distance ? end : from + way * distance;
            if (isReadable(connection, sql, good)) {
                break;
            }
            if (good == end) {
                return new Position(end);
            }
            bad = good;
            distance *= 2;
        } while (distance > 0);
        while (Math.abs(good - bad) > 1) {
            long middle = bad + (good - bad) / 2;
            if (isReadable(connection, sql, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return new Position(good);
    }

    private static boolean isReadable(Connection connection, String sql, long from) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, from);
            try (ResultSet row = select.executeQuery()) {
                return !row.next() || row.getBytes(9) != null;
            }
        } catch (SQLException fault) {
            if (Faults.isUnreadable(fault)) {
                return false;
            }
            throw fault;
        }
    }
}
