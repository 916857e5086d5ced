package dev.herald.journal.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that none but their owner reads or writes, whatever the process's umask is. SQLite makes what lies beside a
 * database (its write-ahead log, that log's index) with the permissions of the database.
 */
final class OwnerOnly {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {}

    /** Makes the directory below one that is there; one that is there itself is left as it is. */
    static void makeDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(directory, DIRECTORY_MODE);
        } else {
            Files.createDirectories(directory);
        }
    }

    /** Makes the file, empty; one that is there is left as it is. An empty file is a new database to SQLite. */
    static void make(Path file) throws IOException {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file, MODE);
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException there) {
            LOG.trace("{} is there", file);
        }
    }
}
