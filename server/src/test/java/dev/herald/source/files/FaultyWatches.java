package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real notifications, with a limit that can be reached and a queue that can overflow. */
final class FaultyWatches implements Watches {
    private final NioWatches real;
    private final List<Path> registered = new ArrayList<>();
    private int limit = Integer.MAX_VALUE;
    private boolean isOverflowing;
    private int overflows;
    private int heard;
    private int handled;

    FaultyWatches() throws IOException {
        real = new NioWatches();
    }

    synchronized void limit(int watches) {
        limit = watches;
    }

    /** From now on names are lost, and only that something was. */
    synchronized void overflow(boolean is) {
        isOverflowing = is;
    }

    synchronized int overflows() {
        return overflows;
    }

    /** Waits, at most 20 s, until at least one signal was heard and acted upon. */
    synchronized void awaitHandled() throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (handled == 0 && System.nanoTime() < end) {
            wait(100);
        }
    }

    synchronized List<Path> registered() {
        return List.copyOf(registered);
    }

    @Override
    public Registration register(Path path, Folder folder) throws IOException {
        synchronized (this) {
            if (registered.size() >= limit) {
                throw new IOException("User limit of inotify watches reached");
            }
            registered.add(path);
        }
        Registration watch = real.register(path, folder);
        return () -> {
            synchronized (this) {
                registered.remove(path);
            }
            watch.cancel();
        };
    }

    @Override
    public @Nullable Signal poll(long millisMax) throws InterruptedException {
        synchronized (this) {
            handled = heard;
            notifyAll();
        }
        Signal signal = real.poll(millisMax);
        synchronized (this) {
            heard += signal == null ? 0 : 1;
            if (signal == null || !isOverflowing) {
                return signal;
            }
            overflows++;
            return new Signal(signal.folder(), List.of(), true, signal.isValid());
        }
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
