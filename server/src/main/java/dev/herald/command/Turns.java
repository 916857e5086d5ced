package dev.herald.command;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who changes the same thing on this server goes one after the other, so that they do not make each other decide again.
 * It saves work and nothing rests on it: guards keep changes apart, those of other servers too. Any thread.
 */
final class Turns {
    private static final int LOCKS = 512;
    private static final int SPREAD = 0x9E3779B9;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    Turns() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock(true);
        }
    }

    /** Waits for the turn, which is missed where it does not come in time. */
    Turn take(Object of, long millisMax) throws InterruptedException {
        ReentrantLock lock = locks[Math.floorMod(of.hashCode() * SPREAD, LOCKS)];
        return lock.tryLock(millisMax, TimeUnit.MILLISECONDS) ? new Turn(lock, false) : Turn.MISSED;
    }

    /** It ends when it is closed, on the thread that took it. */
    record Turn(@Nullable ReentrantLock lock, boolean isMissed) implements AutoCloseable {
        /** Of who waits for nobody. */
        static final Turn NONE = new Turn(null, false);

        static final Turn MISSED = new Turn(null, true);

        @Override
        public void close() {
            if (lock != null) {
                lock.unlock();
            }
        }
    }
}
