package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteErrorCode;

/**
 * One process at a time. The lock is SQLite's own, an exclusive transaction on a file of its own that is never written:
 * it ends with the process however that ends, and it holds within one process too, where Java's file locks would be
 * given up by whoever closes a second channel on the same file.
 */
final class DirectoryLock implements AutoCloseable {
    private final Connection held;

    private DirectoryLock(Connection held) {
        this.held = held;
    }

    /** @throws JournalException when another journal has the directory, or it cannot be written */
    static DirectoryLock acquire(Path directory) {
        Path pidFile = directory.resolve("journal.pid");
        try {
            Directories.create(directory);
            OwnerOnly.make(directory.resolve("journal.lock"));
            OwnerOnly.make(pidFile);
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.lock"));
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 0");
                statement.execute("BEGIN EXCLUSIVE");
                Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
            } catch (SQLException | IOException failure) {
                connection.close();
                throw failure;
            }
            return new DirectoryLock(connection);
        } catch (SQLException failure) {
            if (Faults.primary(failure) == SQLiteErrorCode.SQLITE_BUSY) {
                throw new JournalException(
                        "journal in " + directory + " is in use by another process" + owner(pidFile)
                                + ": a server runs there already; stop it, or give this one another directory with --data",
                        failure);
            }
            throw unwritable(directory, failure);
        } catch (IOException failure) {
            throw unwritable(directory, failure);
        }
    }

    private static JournalException unwritable(Path directory, Exception failure) {
        return new JournalException(
                "journal in " + directory
                        + " cannot be written: give another directory, the right to write there, or room on its disk ("
                        + failure.getMessage() + ")",
                failure);
    }

    private static String owner(Path pidFile) {
        try {
            return " (pid " + Files.readString(pidFile).strip() + ")";
        } catch (IOException unknown) {
            return "";
        }
    }

    @Override
    public void close() {
        Closing.quietly(held);
    }
}
