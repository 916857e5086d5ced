package dev.herald.http;

import dev.herald.access.Allowance;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Buckets of a few tokens that never fill by themselves. One thread. */
public final class ManualLimits implements RateLimits {
    private final Map<String, Long> left = new HashMap<>();
    private final long size;

    /** What was taken, such as {@code PUBLISH sub:ann 3}. */
    public final List<String> taken = new ArrayList<>();

    public ManualLimits(long size) {
        this.size = size;
    }

    @Override
    public Allowance of(Kind kind, String key) {
        return amount -> take(kind, key, amount);
    }

    /** Empties a bucket. */
    public void drain(Kind kind, String key) {
        left.put(kind + " " + key, 0L);
    }

    /** Fills all. */
    public void refill() {
        left.clear();
    }

    private Permit take(Kind kind, String key, long amount) {
        String bucket = kind + " " + key;
        long now = left.getOrDefault(bucket, size);
        boolean isGranted = now >= Math.max(1, amount);
        String policy = kind.name().toLowerCase(Locale.ROOT);
        if (!isGranted) {
            return new Permit(false, policy, size, 4, now, 2_500);
        }
        if (amount > 0) {
            taken.add(bucket + " " + amount);
            left.put(bucket, now - amount);
        }
        return new Permit(true, policy, size, 4, left.getOrDefault(bucket, size), 0);
    }
}
