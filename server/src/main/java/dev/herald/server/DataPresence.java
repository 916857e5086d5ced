package dev.herald.server;

import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the journal still lies where it was opened, and says so when it does not. A file that is removed while it
 * is open goes on being written, and everything in it is lost with the process; the journal itself looks before it
 * writes, but a server to which nothing happens would not notice until it is too late to bring the file back. A thread of
 * its own looks, {@code herald-data}.
 */
final class DataPresence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataPresence.class);
    private static final long LOOK_MILLIS = 500;

    private final Path directory;
    private final Path file;
    private final @Nullable Object key;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("herald-data").unstarted(this::run);
    private volatile Health.Status status = Health.Status.HEALTHY;

    /** @param directory with the journal in it, which is open */
    DataPresence(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("journal.db");
        this.key = look();
    }

    void start() {
        thread.start();
    }

    /** Unhealthy while the journal is not where it was opened. Any thread; never blocks. */
    Health.Status status() {
        return status;
    }

    private void run() {
        try {
            while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                onLook();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void onLook() {
        Object now = look();
        if (key == null || key.equals(now)) {
            if (status.level() != Health.Level.HEALTHY) {
                LOG.info("The journal is back in {}", directory);
            }
            status = Health.Status.HEALTHY;
            return;
        }
        String what = now == null
                ? "the journal has been removed from " + directory + " while the server runs, and no event can be kept:"
                        + " put it back where it was (mv, or git stash pop where git stash took it) and restart the server;"
                        + " a server that is started without it begins an empty journal"
                : "the journal in " + directory
                        + " was replaced by another file while the server runs, and no event can"
                        + " be kept: restart the server, which then goes on from the file that is there now";
        if (!what.equals(status.detail())) {
            LOG.error("{}", what);
        }
        status = new Health.Status(Health.Level.UNHEALTHY, what);
    }

    /** The file system's own name of the file; null where there is none. */
    private @Nullable Object look() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
