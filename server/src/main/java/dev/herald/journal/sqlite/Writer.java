package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Versioned;
import dev.herald.journal.Placement;
import dev.herald.journal.TrimRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing connection with its statements, and no state beside. Every method that changes something is one
 * transaction; when it throws, the caller closes this and opens another, which undoes whatever was begun.
 *
 * <p>A transaction begins with {@code setAutoCommit(false)} and is committed by {@code setAutoCommit(true)}. The driver's
 * {@code commit()} would begin the next one at once, and the write-ahead log can begin anew only between two.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** How far a file is counted: figures as of a position; what came after it is counted when the file is opened. */
    record Counted(long events, long bytes) {
        Counted plus(long moreEvents, long moreBytes) {
            return new Counted(events + moreEvents, bytes + moreBytes);
        }
    }

    /** @param upTo the newest event that goes */
    record Trim(Position upTo, long events, long bytes) {}

    private final Connection connection;
    private final Rows rows;
    private final RowSum sum = new RowSum();
    private final Blocks blocks;
    private final PreparedStatement insert;
    private final PreparedStatement remember;
    private final PreparedStatement recall;
    private final LastChanges lasts;

    Writer(Connection connection) throws SQLException {
        this.connection = connection;
        TypeColumn types = TypeColumn.load(connection);
        rows = new Rows(types);
        blocks = new Blocks(connection, types);
        insert = connection.prepareStatement(Rows.INSERT);
        remember = connection.prepareStatement(
                "INSERT OR REPLACE INTO idempotency(position, key, digest) VALUES(?, ?, ?)");
        recall = connection.prepareStatement("SELECT position, digest FROM idempotency WHERE key = ?");
        lasts = new LastChanges(connection);
    }

    Rows rows() {
        return rows;
    }

    /** The last event of what has versions. */
    Position last(Versioned of) throws SQLException {
        return lasts.last(of);
    }

    /** What is known of the key, however long ago. */
    Optional<Placement.Known> recall(String key) throws SQLException {
        recall.setString(1, key);
        try (ResultSet row = recall.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Position first = new Position(row.getLong(1));
            long digest = row.getLong(2);
            return Optional.of(new Placement.Known(first, row.wasNull() ? null : digest));
        }
    }

    /**
     * @param before where the log ends
     * @param forgetBefore keys of older events are forgotten, a few with each batch
     */
    void append(Placement placed, Position before, Position forgetBefore) throws SQLException {
        connection.setAutoCommit(false);
        Position last = before;
        for (Event event : placed.events()) {
            rows.bind(insert, event, last, sum);
            insert.addBatch();
            last = event.position();
        }
        int keyed = placed.keys().size();
        for (Map.Entry<String, Placement.Known> known : placed.keys().entrySet()) {
            remember.setLong(1, known.getValue().first().packed());
            remember.setString(2, known.getKey());
            Long digest = known.getValue().digest();
            if (digest != null) {
                remember.setLong(3, digest);
            }
            remember.addBatch();
        }
        insert.executeBatch();
        blocks.append(placed.events(), before);
        lasts.put(placed.lasts());
        if (keyed > 0) {
            // Twice as many as come: so old ones do not gather, and no batch pays for all of them.
            forget(forgetBefore, 2 * keyed);
            remember.executeBatch();
        }
        connection.setAutoCommit(true);
    }

    private void forget(Position before, int countMax) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement("DELETE FROM idempotency WHERE position IN"
                + " (SELECT position FROM idempotency WHERE position < ? ORDER BY position LIMIT ?)")) {
            forget.setLong(1, before.packed());
            forget.setInt(2, countMax);
            forget.executeUpdate();
        }
    }

    /** What the rules remove first, at most so many; looks only. */
    Optional<Trim> plan(TrimRules rules, Counted kept, int countMax) throws SQLException {
        long events = 0;
        long bytes = 0;
        long upTo = 0;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT position, length(json) FROM event ORDER BY position LIMIT ?")) {
            select.setInt(1, countMax);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()
                        && rules.removes(new Position(row.getLong(1)), kept.events() - events, kept.bytes() - bytes)) {
                    upTo = row.getLong(1);
                    events++;
                    bytes += row.getLong(2);
                }
            }
        }
        return events == 0 ? Optional.empty() : Optional.of(new Trim(new Position(upTo), events, bytes));
    }

    /** @param forgetBefore last changes that are older and are trimmed are forgotten, a few with each step */
    void trim(Trim trim, Position newest, Counted left, Position forgetBefore) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM event WHERE position <= ?")) {
            delete.setLong(1, trim.upTo().packed());
            delete.executeUpdate();
        }
        blocks.trim(trim.upTo());
        lasts.forget(trim.upTo().isAfter(forgetBefore) ? forgetBefore : trim.upTo());
        Meta.put(connection, "trimmed", trim.upTo().packed());
        count(newest, left);
        connection.setAutoCommit(true);
    }

    /** Saves the figures as of the newest event. */
    void saveCounted(Position newest, Counted counted) throws SQLException {
        connection.setAutoCommit(false);
        count(newest, counted);
        connection.setAutoCommit(true);
    }

    private void count(Position newest, Counted counted) throws SQLException {
        Meta.put(connection, "counted_position", newest.packed());
        Meta.put(connection, "counted_events", counted.events());
        Meta.put(connection, "counted_bytes", counted.bytes());
        Meta.put(connection, "counted_sum", Meta.sum(newest.packed(), counted.events(), counted.bytes()));
    }

    /** The figures as of the newest event: those saved, and what came after them. */
    Counted counted() throws SQLException {
        long position = Meta.value(connection, "counted_position");
        Counted saved = new Counted(Meta.value(connection, "counted_events"), Meta.value(connection, "counted_bytes"));
        long sum = Meta.value(connection, "counted_sum");
        // A file of an earlier version has no sum.
        boolean isSound = sum == 0
                ? saved.events() >= 0 && saved.bytes() >= 0 && (saved.events() > 0) == (saved.bytes() > 0)
                : sum == Meta.sum(position, saved.events(), saved.bytes());
        if (!isSound) {
            LOG.warn("the journal's figures were damaged: its events are counted again, which takes a moment");
            position = 0;
            saved = new Counted(0, 0);
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT count(*), coalesce(sum(length(json)), 0) FROM event WHERE position > ?")) {
            select.setLong(1, position);
            try (ResultSet row = select.executeQuery()) {
                return saved.plus(row.getLong(1), row.getLong(2));
            }
        }
    }

    Position begun() throws SQLException {
        return new Position(Math.max(0, Meta.value(connection, "begun")));
    }

    Position trimmed() throws SQLException {
        return new Position(Math.max(0, Meta.value(connection, "trimmed")));
    }

    /** The oldest event's, or the origin. */
    Position oldest() throws SQLException {
        return position("SELECT coalesce(min(position), 0) FROM event");
    }

    /** The newest event's, also where it was lost with a damaged page, or the origin; trimmed ones are not looked at. */
    Position newestKept() throws SQLException {
        Position lost = new Position(Math.max(0, Meta.value(connection, "lost")));
        Position kept = position("SELECT coalesce(max(position), 0) FROM event");
        return kept.isAfter(lost) ? kept : lost;
    }

    private Position position(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return new Position(Math.max(0, row.getLong(1)));
        }
    }

    /** Writes so many bytes and takes them back: more than a page or two, which a full disk may still have room for. */
    void probe(int bytes) throws SQLException {
        for (byte[] state : new byte[][] {new byte[bytes], new byte[0]}) {
            try (PreparedStatement put =
                    connection.prepareStatement("INSERT OR REPLACE INTO snapshot VALUES('probe', 0, ?)")) {
                put.setBytes(1, state);
                put.executeUpdate();
            }
        }
    }

    Connection connection() {
        return connection;
    }

    /** What a commit left that was thought to have failed. */
    List<Event> after(Position position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + Rows.COLUMNS + " FROM event WHERE position > ? ORDER BY position")) {
            select.setLong(1, position.packed());
            List<Event> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Event event = rows.read(row, sum).event();
                    if (event != null) {
                        found.add(event);
                    }
                }
            }
            return found;
        }
    }

    @Override
    public void close() {
        Closing.quietly(connection);
    }
}
