package dev.herald.journal.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the file, so that it stays small.
 *
 * <p>A thread of its own does nearly all of it while the writer goes on. But under constant writing it never reaches the
 * end, and only from its end can the log begin anew; so when the log is at its bound, the writer does the short rest
 * between two batches. Both are SQLite's passive kind: nobody waits for a reader. A reader that stays in one statement
 * for long holds the log up; ours never do.
 */
final class Checkpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final long CLOSE_MILLIS_MAX = 10_000;
    private static final long PAGE_BYTES = 4_096;

    private final Connections connections;
    private final SqliteSettings settings;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("herald-checkpoint").daemon().factory());
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private @Nullable Connection own;
    private long writtenBytes;
    private volatile boolean isRestLeft;

    Checkpoints(Connections connections) {
        this.connections = connections;
        settings = connections.settings();
    }

    /** The writer has committed about so many bytes. On the writer's thread, outside a transaction. */
    void committed(Connection writer, long bytes) {
        if (isRestLeft && !isRunning.get()) {
            isRestLeft = false;
            checkpoint(writer);
        }
        writtenBytes += bytes;
        if (writtenBytes >= settings.checkpointBytes() && isRunning.compareAndSet(false, true)) {
            writtenBytes = 0;
            try {
                thread.execute(this::run);
            } catch (RejectedExecutionException closed) {
                isRunning.set(false);
            }
        }
    }

    /** Closes its connection; the next checkpoint opens another. */
    void pause() {
        try {
            thread.submit(this::letGo).get(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException failure) {
            LOG.warn("a checkpoint could not be waited for", failure);
        }
    }

    private void letGo() {
        if (own != null) {
            Closing.quietly(own);
            own = null;
        }
    }

    private void run() {
        try {
            if (own == null) {
                own = connections.checkpointer();
            }
            isRestLeft = checkpoint(own) * PAGE_BYTES >= settings.walBytesMax();
        } catch (SQLException fault) {
            LOG.warn("a checkpoint failed, it is tried again: {}", fault.getMessage());
        } finally {
            isRunning.set(false);
        }
    }

    /** Returns the pages of the log; what cannot be moved now is moved next time. */
    private static long checkpoint(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            return row.getLong(2);
        } catch (SQLException fault) {
            // Nothing is lost: all is in the log, and the next append tells whether the disk is well.
            LOG.warn("a checkpoint failed, it is tried again: {}", fault.getMessage());
            return 0;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        letGo();
    }
}
