package dev.herald.journal.sqlite;

import dev.herald.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Which file the journal was opened with. A file that is removed or replaced while it is open goes on working, and
 * everything that is written to it is lost with the process: so it is looked at before each write.
 *
 * @param key the file system's own name of it; null where there is none, and then only that it is there is looked at
 */
record FileIdentity(Path file, @Nullable Object key) {
    static FileIdentity of(Path file) {
        return new FileIdentity(file, look(file));
    }

    /** @throws JournalException when the file is not the same any more */
    void check() {
        Object now = look(file);
        if (key != null && !key.equals(now)) {
            throw new JournalException("the journal's file was replaced while it was in use: restart the server");
        }
    }

    private static @Nullable Object look(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException failure) {
            throw new JournalException(
                    "the journal's file is gone or cannot be looked at: put it back or restart the server", failure);
        }
    }
}
