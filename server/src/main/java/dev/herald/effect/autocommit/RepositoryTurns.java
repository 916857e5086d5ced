package dev.herald.effect.autocommit;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one project at a time commit to a repository, whichever of its directories and work trees they watch. Shared by
 * all of a server. Any thread.
 */
final class RepositoryTurns {
    private final Map<Path, ReentrantLock> turns = new ConcurrentHashMap<>();

    /** Waits for its turn; the holder closes it. One entry stays for each repository ever used. */
    Turn take(Path commonDirectory) throws InterruptedException {
        ReentrantLock lock = turns.computeIfAbsent(commonDirectory, path -> new ReentrantLock(true));
        lock.lockInterruptibly();
        return lock::unlock;
    }

    /** Held by the thread that took it. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }
}
