package dev.herald.net;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are open, and a way to wait until none is. Any thread. */
final class Connections {
    private final AtomicInteger open = new AtomicInteger();
    private final Object lock = new Object();
    private volatile boolean isAwaited;

    AtomicInteger open() {
        return open;
    }

    /** The number with this one. */
    int opened() {
        return open.incrementAndGet();
    }

    void closed() {
        if (open.decrementAndGet() == 0 && isAwaited) {
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }

    /** Waits until none is open or the time is up, and says how many are left. */
    int awaitNone(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        isAwaited = true;
        synchronized (lock) {
            long left = nanos;
            while (open.get() > 0 && left > 0) {
                lock.wait(Math.max(1, left / 1_000_000));
                left = until - System.nanoTime();
            }
        }
        return open.get();
    }
}
