package dev.herald.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling, bounded, and spread so that clients which lost the same server do
 * not come back in the same moment.
 *
 * @param first before the first retry
 * @param max the longest wait
 */
public record Backoff(Duration first, Duration max) {
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));
    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off is positive and at most its maximum: " + first + ", " + max);
        }
    }

    /**
     * The wait before a retry: between half and the whole of the doubled time.
     *
     * @param retry 0 for the first
     */
    public Duration before(int retry, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(retry, DOUBLINGS_MAX);
        long whole = doubled <= 0 || doubled > max.toMillis() ? max.toMillis() : doubled;
        return Duration.ofMillis(whole / 2 + random.nextLong(whole - whole / 2 + 1));
    }
}
