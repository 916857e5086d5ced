package dev.herald.journal.sqlite;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.journal.Appender;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills again what was emptied when the file was mended, from the events. Each step may be done twice. Stretches are not
 * filled again: without them the events are read.
 */
final class Refilling {
    /** Stands for what was counted, which is counted again. */
    static final String FIGURES = "figures";

    private static final int ROWS_TRIED = 20;
    private static final String META = "meta";

    /**
     * What was emptied.
     *
     * @param newest the newest position that the log is known to have had
     */
    record Emptied(Set<String> names, Position newest) {
        static final Emptied NOTHING = new Emptied(Set.of(), Position.ORIGIN);
    }

    private final Connection connection;
    private final Emptied emptied;
    private final Damage damage;

    Refilling(Connection connection, Emptied emptied, Damage damage) {
        this.damage = damage;
        this.connection = connection;
        this.emptied = emptied;
    }

    /** What all the rest is read with: where the log begins, and the numbers of the types. In a transaction. */
    void begin(long nowMillis) throws SQLException {
        if (emptied.names().contains(META)) {
            findFloor(nowMillis);
        } else if (emptied.names().isEmpty() && !isFloorBelow()) {
            damage.mended("the journal said that it begins behind its oldest event, which cannot be: that was found out"
                    + " again from the events");
            findFloor(nowMillis);
        }
        if (emptied.names().contains("type")) {
            findTypes();
        }
    }

    /** What is behind where the log begins was trimmed. */
    private boolean isFloorBelow() throws SQLException {
        long oldest = number("SELECT coalesce(min(position), 0) FROM event WHERE position > 0");
        return oldest == 0 || oldest > Math.max(Meta.value(connection, "trimmed"), Meta.value(connection, "begun"));
    }

    /**
     * The oldest row says of the position before it what identifies it but for some high bits; it is the nearest one for
     * which that is so, or one before it, and between the two there is nothing.
     */
    private void findFloor(long nowMillis) throws SQLException {
        long floor = Math.max(
                Position.of(nowMillis, 0).packed(),
                Math.max(
                        number("SELECT coalesce(max(position), 0) FROM idempotency"),
                        number("SELECT coalesce(max(last), 0) FROM versioned")));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT position, checksum FROM event WHERE position > 0 ORDER BY position LIMIT 1")) {
            if (row.next()) {
                floor = RowSum.before(row.getLong(1), RowSum.linkOf(row.getLong(2)));
            }
        }
        Meta.put(connection, "begun", floor);
        Meta.put(connection, "trimmed", floor);
    }

    /** Whether each type of the vocabulary has its number, and no row says that another name was another type's. */
    boolean areTypesSound() throws SQLException {
        if (!TypeColumn.load(connection).isWhole()) {
            return false;
        }
        for (Map.Entry<Integer, String> type : types().entrySet()) {
            if (!KnownType.wireNames().contains(type.getValue())
                    && typeOf(type.getKey()).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private Map<Integer, String> types() throws SQLException {
        Map<Integer, String> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, name FROM type NOT INDEXED")) {
            while (row.next()) {
                types.put(row.getInt(1), String.valueOf(row.getString(2)));
            }
        }
        return types;
    }

    /** The numbers that rows have, by their checksums; then those that were there and that no row contradicts. */
    void typesAnew() throws SQLException {
        Map<Integer, String> before = types();
        damage.mended("the journal's table of types was damaged, and was made anew from the events");
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM type");
        }
        findTypes();
        for (Map.Entry<Integer, String> type : before.entrySet()) {
            if (!type.getValue().isEmpty()) {
                put("INSERT OR IGNORE", type.getKey(), type.getValue());
            }
        }
    }

    private void put(String how, int number, String name) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(how + " INTO type(id, name) VALUES(?, ?)")) {
            insert.setInt(1, number);
            insert.setString(2, name);
            insert.executeUpdate();
        }
    }

    /** A row's checksum holds for one name alone. */
    private void findTypes() throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT DISTINCT type FROM event NOT INDEXED WHERE typeof(type) = 'integer'")) {
            while (row.next()) {
                numbers.add(row.getInt(1));
            }
        }
        for (int number : numbers) {
            Optional<KnownType> type = typeOf(number);
            if (type.isPresent()) {
                put("INSERT OR REPLACE", number, type.get().wireName());
            }
        }
    }

    private Optional<KnownType> typeOf(int number) throws SQLException {
        RowSum sum = new RowSum();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + Rows.COLUMNS + " FROM event NOT INDEXED WHERE type = ? LIMIT " + ROWS_TRIED)) {
            select.setInt(1, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    for (KnownType type : KnownType.values()) {
                        if (Rows.isOf(row, type, sum)) {
                            return Optional.of(type);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** All the rest. Outside a transaction. */
    void rest(long nowMillis) throws SQLException {
        if (emptied.names().isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (emptied.names().contains("event_project")) {
                statement.execute("REINDEX event_project");
            }
            statement.execute("DELETE FROM event WHERE position <= " + Meta.value(connection, "trimmed"));
            statement.execute("DELETE FROM meta WHERE name GLOB 'counted_*'");
            long kept =
                    Math.max(number("SELECT coalesce(max(position), 0) FROM event"), Meta.value(connection, "trimmed"));
            if (emptied.newest().packed() > kept) {
                Meta.put(connection, "lost", emptied.newest().packed());
            }
            if (emptied.names().contains("idempotency")) {
                // What they were given with is not known any more: then any content is the same.
                statement.execute("INSERT OR IGNORE INTO idempotency(position, key, digest) SELECT position, key, NULL"
                        + " FROM event WHERE key IS NOT NULL AND position >= "
                        + Position.of(Math.max(0, nowMillis - Appender.IDEMPOTENCY_MILLIS), 0)
                                .packed());
            }
        }
        if (emptied.names().contains("versioned")) {
            Relearning.anew(connection);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }
}
