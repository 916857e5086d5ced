package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The system's notifications: a seam, so that a test can lose them and reach their limits. Runs on the watch's thread. */
interface Watches extends AutoCloseable {
    /**
     * Hears of the entries of one directory from now on, for its folder. A directory that is watched already is heard
     * for the folder named last.
     *
     * @throws IOException when it cannot, above all when the system's limit is reached
     */
    Registration register(Path path, Folder folder) throws IOException;

    /** What was heard, or null after so long. */
    @Nullable
    Signal poll(long millisMax) throws InterruptedException;

    /** Any thread; ends a {@link #poll} with a {@link java.nio.file.ClosedWatchServiceException}. */
    @Override
    void close() throws IOException;

    /**
     * Something happened in a directory.
     *
     * @param names of the entries concerned, each once
     * @param isOverflow there was more, which is lost
     * @param isValid false when the directory is gone and nothing more will be heard
     */
    record Signal(Folder folder, List<Path> names, boolean isOverflow, boolean isValid) {}
}
