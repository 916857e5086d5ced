package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/**
 * The reading connections: opened when needed, at most so many, kept. What is done with one is one transaction: it sees
 * the file as of its first statement, and never waits for the writer. A statement that runs beyond its budget is ended by
 * SQLite's own progress handler. Any thread that may block.
 */
final class Readers implements AutoCloseable {
    /** For a look at one event. */
    static final Budget ONE = Budget.of(1, 1, 5_000);
    /** A reader looks at its budget after so many steps of SQLite's machine: some tenths of a millisecond. */
    private static final int STEPS = 20_000;

    /** One connection and the statements that are asked most. */
    record Reader(
            Connection connection,
            Kept readOn,
            Kept nearestTo,
            Kept edges,
            Kept blockFrom,
            Kept blockBelow,
            Deadline deadline,
            Damage damage) {
        /**
         * Where the log begins and ends, as this transaction sees it.
         *
         * @param known what was known before this transaction began, where the file cannot be asked
         */
        Bounds bounds(Bounds known) throws SQLException {
            try (ResultSet row = edges.ready().executeQuery()) {
                Position begun = position(row, 1);
                Position trimmed = position(row, 2);
                Position newest = position(row, 4);
                return new Bounds(begun, trimmed, position(row, 3), newest.isAfter(trimmed) ? newest : trimmed);
            } catch (SQLException fault) {
                if (!Faults.isUnreadable(fault)) {
                    throw fault;
                }
                damage.other("first or last page");
                return known;
            }
        }

        /** In a damaged file a number may be negative, which no position is. */
        private static Position position(ResultSet row, int column) throws SQLException {
            return new Position(Math.max(0, row.getLong(column)));
        }

        /** The first block that ends at the position or after it. */
        Blocks.@Nullable Block blockFrom(long position) throws SQLException {
            return block(blockFrom, position);
        }

        /** The last block that ends before the position. */
        Blocks.@Nullable Block blockBelow(long position) throws SQLException {
            return block(blockBelow, position);
        }

        private Blocks.@Nullable Block block(Kept kept, long position) throws SQLException {
            PreparedStatement select = kept.ready();
            select.setLong(1, position);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Blocks.block(row) : null;
            } catch (SQLException fault) {
                if (!Faults.isUnreadable(fault)) {
                    throw fault;
                }
                damage.other(Blocks.NAME);
                return null;
            }
        }

        /**
         * The newest event kept that is not after the position, or the origin. Where that cannot be read, the position is
         * taken to be one: what follows it cannot be read either, and is a hole.
         */
        Position nearest(Position position) throws SQLException {
            PreparedStatement select = nearestTo.ready();
            select.setLong(1, position.packed());
            try (ResultSet row = select.executeQuery()) {
                return position(row, 1);
            } catch (SQLException fault) {
                if (!Faults.isUnreadable(fault)) {
                    throw fault;
                }
                return position;
            }
        }
    }

    /** What somebody does with a reader. */
    interface Use<T> {
        T with(Reader reader) throws SQLException;
    }

    /** Asked by SQLite while a statement runs, on the thread that reads. */
    static final class Deadline extends ProgressHandler {
        private @Nullable Budget budget;
        private long endNanos;

        void begin(Budget of) {
            budget = of;
            endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(of.millisMax());
        }

        void end() {
            budget = null;
        }

        boolean isOver() {
            Budget of = budget;
            return of != null
                    && (System.nanoTime() - endNanos > 0 || of.isGone().getAsBoolean());
        }

        @Override
        protected int progress() {
            return isOver() ? 1 : 0;
        }
    }

    private final Connections connections;
    private final Damage damage;
    private final long waitMillisMax;
    private final int readersMax;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean isClosed;

    Readers(Connections connections, Damage damage) {
        this.connections = connections;
        this.damage = damage;
        waitMillisMax = connections.settings().readMillisMax();
        readersMax = connections.settings().readersMax();
        free = new Semaphore(readersMax);
    }

    /** @throws JournalException when the file cannot be read, or all readers are busy for too long */
    <T> T use(Budget budget, Use<T> use) {
        acquire();
        Reader reader = null;
        boolean isGood = false;
        try {
            reader = idle.poll();
            if (reader == null) {
                reader = open();
            }
            reader.deadline.begin(budget);
            reader.connection.setAutoCommit(false);
            T answer = use.with(reader);
            reader.deadline.end();
            isGood = isEnded(reader);
            return answer;
        } catch (SQLException fault) {
            if (Faults.primary(fault) == SQLiteErrorCode.SQLITE_INTERRUPT) {
                throw new JournalException("the search took longer than " + budget.millisMax()
                        + " ms: ask for a shorter time, or for more of what is there");
            }
            throw Faults.of("events could not be read", fault);
        } finally {
            if (reader != null && isGood) {
                idle.push(reader);
            } else if (reader != null) {
                reader.deadline.end();
                Closing.quietly(reader.connection());
            }
            free.release();
        }
    }

    /** A page that could not be read may have ended the transaction already; what was answered stays true. */
    private static boolean isEnded(Reader reader) {
        try {
            reader.connection.setAutoCommit(true);
            return true;
        } catch (SQLException ended) {
            return false;
        }
    }

    private Reader open() throws SQLException {
        Connection connection = connections.reader();
        try {
            Deadline deadline = new Deadline();
            ProgressHandler.setHandler(connection, STEPS, deadline);
            return new Reader(
                    connection,
                    new Kept(
                            connection,
                            "SELECT " + Rows.COLUMNS
                                    + " FROM event WHERE position > ? AND position <= ? ORDER BY position"),
                    new Kept(connection, "SELECT coalesce(max(position), 0) FROM event WHERE position <= ?"),
                    new Kept(
                            connection,
                            "SELECT (SELECT value FROM meta WHERE name = 'begun'),"
                                    + " coalesce((SELECT value FROM meta WHERE name = 'trimmed'), 0),"
                                    + " coalesce((SELECT min(position) FROM event), 0),"
                                    + " max(coalesce((SELECT max(position) FROM event), 0),"
                                    + " coalesce((SELECT value FROM meta WHERE name = 'lost'), 0))"),
                    new Kept(
                            connection,
                            "SELECT " + Blocks.COLUMNS + " FROM block WHERE upto >= ? ORDER BY upto LIMIT 1"),
                    new Kept(
                            connection,
                            "SELECT " + Blocks.COLUMNS + " FROM block WHERE upto < ? ORDER BY upto DESC LIMIT 1"),
                    deadline,
                    damage);
        } catch (SQLException fault) {
            connection.close();
            throw fault;
        }
    }

    private void acquire() {
        try {
            if (!isClosed && free.tryAcquire(waitMillisMax, TimeUnit.MILLISECONDS)) {
                if (!isClosed) {
                    return;
                }
                free.release();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new JournalException("reading was interrupted", stopped);
        }
        throw new JournalException(
                isClosed ? "the journal is closed" : "too many are reading the journal: try again later");
    }

    /** Waits for those that read, and lets nobody read until {@link #goOn}; then nothing is open. */
    void pause() {
        try {
            if (!free.tryAcquire(readersMax, waitMillisMax, TimeUnit.MILLISECONDS)) {
                throw new JournalException("the journal cannot be mended while it is read: try again later");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new JournalException("mending was interrupted", stopped);
        }
        closeIdle();
    }

    void goOn() {
        free.release(readersMax);
    }

    /** Waits for those that read, then closes. */
    @Override
    public void close() {
        isClosed = true;
        try {
            free.tryAcquire(readersMax, waitMillisMax, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        closeIdle();
        free.release(readersMax);
    }

    private void closeIdle() {
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            Closing.quietly(reader.connection());
        }
    }
}
