package dev.herald.session;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
public final class Await {
    private static final long BOUND_NANOS = 20_000_000_000L;
    private static final long LOOK_NANOS = 2_000_000;

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true: " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
