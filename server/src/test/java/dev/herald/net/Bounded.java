package dev.herald.net;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
public final class Bounded {
    private static final Duration MAX = Duration.ofSeconds(15);

    private Bounded() {}

    public static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + MAX.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the condition did not come true within " + MAX);
            }
            Thread.sleep(Duration.ofMillis(10));
        }
    }
}
