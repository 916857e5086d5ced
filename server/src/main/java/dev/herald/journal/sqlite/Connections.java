package dev.herald.journal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** How the file is opened, for each of the three uses. */
record Connections(Path file, SqliteSettings settings) {
    private static final int BUSY_MILLIS = 2_000;
    private static final int PAGE_BYTES = 4_096;

    /** Opens the writing connection and creates or checks the tables. */
    Writer openWriter(long nowMillis, Refilling.Emptied emptied, Damage damage) throws SQLException {
        Connection connection = writer();
        try {
            Schema.ensure(connection, nowMillis, emptied, damage);
            return new Writer(connection);
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    /** It never checkpoints by itself: {@link Checkpoints} says when. */
    private Connection writer() throws SQLException {
        SQLiteConfig config = common(settings.writerCacheBytes());
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(settings.isEachCommitSynced() ? SynchronousMode.FULL : SynchronousMode.NORMAL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setPragma(Pragma.WAL_AUTOCHECKPOINT, "0");
        config.setPragma(Pragma.JOURNAL_SIZE_LIMIT, Long.toString(settings.walBytesMax()));
        config.setPragma(
                Pragma.MAX_PAGE_COUNT,
                Long.toString(Math.min(settings.fileBytesMax() / PAGE_BYTES, Integer.MAX_VALUE - 1L)));
        return open(config);
    }

    Connection reader() throws SQLException {
        SQLiteConfig config = common(settings.readerCacheBytes());
        config.setReadOnly(true);
        return open(config);
    }

    Connection checkpointer() throws SQLException {
        SQLiteConfig config = common(settings.readerCacheBytes());
        config.setSynchronous(SynchronousMode.FULL);
        return open(config);
    }

    private SQLiteConfig common(long cacheBytes) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setPageSize(PAGE_BYTES);
        // Negative: in KiB instead of pages.
        config.setCacheSize((int) -Math.max(64, cacheBytes >> 10));
        return config;
    }

    private Connection open(SQLiteConfig config) throws SQLException {
        return config.createConnection("jdbc:sqlite:" + file);
    }
}
