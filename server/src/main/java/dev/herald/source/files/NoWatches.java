package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the system gives no notifications at all: everything is polled. */
final class NoWatches implements Watches {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Registration register(Path path, Folder folder) throws IOException {
        throw new IOException("no notifications");
    }

    @Override
    public @Nullable Signal poll(long millisMax) throws InterruptedException {
        if (closed.await(millisMax, TimeUnit.MILLISECONDS)) {
            throw new ClosedWatchServiceException();
        }
        return null;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
