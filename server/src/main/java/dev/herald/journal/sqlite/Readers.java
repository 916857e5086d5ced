package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The reading connections: opened when needed, at most so many, kept. A reader sees what was committed when its statement
 * began, and never waits for the writer. Any thread that may block.
 */
final class Readers implements AutoCloseable {
    /** One connection and the statement that is asked most. */
    record Reader(Connection connection, PreparedStatement readOn) {}

    /** What somebody does with a reader. */
    interface Use<T> {
        T with(Reader reader) throws SQLException;
    }

    private final Connections connections;
    private final long waitMillisMax;
    private final int readersMax;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean isClosed;

    Readers(Connections connections) {
        this.connections = connections;
        waitMillisMax = connections.settings().readMillisMax();
        readersMax = connections.settings().readersMax();
        free = new Semaphore(readersMax);
    }

    /** @throws JournalException when the file cannot be read, or all readers are busy for too long */
    <T> T use(Use<T> use) {
        acquire(1);
        Reader reader = null;
        boolean isGood = false;
        try {
            reader = idle.poll();
            if (reader == null) {
                reader = open();
            }
            T answer = use.with(reader);
            isGood = true;
            return answer;
        } catch (SQLException fault) {
            throw Faults.of("events could not be read", fault);
        } finally {
            if (reader != null && isGood) {
                idle.push(reader);
            } else if (reader != null) {
                Closing.quietly(reader.connection());
            }
            free.release();
        }
    }

    private Reader open() throws SQLException {
        Connection connection = connections.reader();
        try {
            return new Reader(
                    connection,
                    connection.prepareStatement(
                            "SELECT " + Rows.COLUMNS + " FROM event WHERE position > ? ORDER BY position LIMIT ?"));
        } catch (SQLException fault) {
            connection.close();
            throw fault;
        }
    }

    private void acquire(int permits) {
        try {
            if (!isClosed && free.tryAcquire(permits, waitMillisMax, TimeUnit.MILLISECONDS)) {
                if (!isClosed) {
                    return;
                }
                free.release(permits);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new JournalException("reading was interrupted", stopped);
        }
        throw new JournalException(
                isClosed ? "the journal is closed" : "too many are reading the journal: try again later");
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
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            Closing.quietly(reader.connection());
        }
        free.release(readersMax);
    }
}
