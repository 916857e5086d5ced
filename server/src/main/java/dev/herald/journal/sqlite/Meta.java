package dev.herald.journal.sqlite;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32C;

/** The numbers that the file keeps about itself, by name: where it begins, how far it is trimmed, what was counted. */
final class Meta {
    private Meta() {}

    static void put(Connection connection, String name, long value) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES(?, ?)")) {
            put.setString(1, name);
            put.setLong(2, value);
            put.executeUpdate();
        }
    }

    /** Of numbers that are put together, so that a changed one is known. */
    static long sum(long... values) {
        CRC32C sum = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        for (long value : values) {
            bytes.putLong(value);
        }
        sum.update(bytes.flip());
        return sum.getValue();
    }

    /** The value, or 0 where none was put. */
    static long value(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
