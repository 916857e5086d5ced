package dev.herald.session;

import dev.herald.access.Allowance;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Buckets that never fill again, until the test says so. */
public final class CountedLimits implements RateLimits {
    private final long size;
    private final Map<String, AtomicLong> left = new ConcurrentHashMap<>();

    public CountedLimits(long size) {
        this.size = size;
    }

    @Override
    public Allowance of(Kind kind, String key) {
        return amount -> {
            AtomicLong bucket = left.computeIfAbsent(kind + key, _ -> new AtomicLong(size));
            boolean isGranted = bucket.get() >= amount;
            long remaining = isGranted ? bucket.addAndGet(-amount) : bucket.get();
            return new Permit(isGranted, kind.name(), size, 1, remaining, isGranted ? 0 : 1_000);
        };
    }

    /** All buckets are full again. */
    public void refill() {
        left.clear();
    }
}
