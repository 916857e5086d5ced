package dev.herald.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Rooms that all sessions together name, each of which costs memory. Any thread.
 *
 * <p>Loops ask at the same time, so the limit may be passed by what each of them takes at once.
 */
final class RoomTotal {
    private final int max;
    private final AtomicLong named = new AtomicLong();

    RoomTotal(int max) {
        this.max = max;
    }

    /** Whether so many more may be named. */
    boolean has(int more) {
        return more <= 0 || named.get() + more <= max;
    }

    /** A session names so many more, or fewer. */
    void change(int by) {
        named.addAndGet(by);
    }

    long named() {
        return named.get();
    }
}
