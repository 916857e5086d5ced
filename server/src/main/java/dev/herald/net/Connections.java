package dev.herald.net;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are open, and a way to wait until none is. Any thread. */
final class Connections {
    private final AtomicInteger open = new AtomicInteger();
    private final Object closed = new Object();
    private volatile boolean isAwaited;

    AtomicInteger open() {
        return open;
    }

    /** The number with this one. */
    int onOpen() {
        return open.incrementAndGet();
    }

    void onClose() {
        if (open.decrementAndGet() == 0 && isAwaited) {
            synchronized (closed) {
                closed.notifyAll();
            }
        }
    }

    /** Waits until none is open or the time is up, and says how many are left. */
    int awaitNone(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        isAwaited = true;
        synchronized (closed) {
            long left = nanos;
            while (open.get() > 0 && left > 0) {
                closed.wait(Math.max(1, left / 1_000_000));
                left = until - System.nanoTime();
            }
        }
        return open.get();
    }
}
