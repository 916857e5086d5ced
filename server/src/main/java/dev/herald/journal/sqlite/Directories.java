package dev.herald.journal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Directories that are there after a power cut: their names lie in their parents, which are synced, too. */
final class Directories {
    private Directories() {}

    /** Creates the directory and what is missing above it, each durable. Does nothing where it is there. */
    static void create(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            return;
        }
        Path parent = absolute.getParent();
        if (parent != null) {
            create(parent);
        }
        OwnerOnly.makeDirectory(absolute);
        if (parent != null) {
            sync(parent);
        }
    }

    /** What was created, renamed or removed in the directory is so after a power cut. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
