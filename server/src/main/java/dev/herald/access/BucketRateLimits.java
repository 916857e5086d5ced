package dev.herald.access;

import dev.herald.loop.Clock;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each kind and key, as many as the table holds. Any thread; never waits for tokens.
 *
 * <p>A bucket that is full again says nothing that a new one would not, so that it may go. Each new key looks at a few
 * old ones and lets the full ones go; while the table is full of buckets that are in use, all further keys of a kind
 * share one bucket of the same size. So a flood of keys never lifts anybody's limit, nor takes a bucket from who has
 * one; what it costs is that newcomers wait together. The addresses of one IPv6 network (/64) are one key, since whoever
 * has one of them has all.
 */
public final class BucketRateLimits implements RateLimits {
    /** Keys of one kind that have a bucket of their own. */
    public static final int KEYS_MAX = 100_000;

    /** Old keys that a new one looks at. */
    private static final int SWEPT_EACH = 4;

    private final Map<Kind, Table> tables = new EnumMap<>(Kind.class);

    /** @param rates a kind that is not in it is not limited */
    public BucketRateLimits(Map<Kind, Rate> rates, Clock clock) {
        this(rates, KEYS_MAX, clock);
    }

    BucketRateLimits(Map<Kind, Rate> rates, int keysMax, Clock clock) {
        rates.forEach((kind, rate) -> tables.put(kind, new Table(kind, rate, keysMax, clock)));
    }

    @Override
    public Allowance of(Kind kind, String key) {
        Table table = tables.get(kind);
        if (table == null) {
            return Allowance.UNLIMITED;
        }
        String network = network(key);
        return amount -> table.take(network, amount);
    }

    /** Keys of the kind that have a bucket of their own now. */
    long keys(Kind kind) {
        Table table = tables.get(kind);
        return table == null ? 0 : table.buckets.mappingCount();
    }

    /** For an IPv6 address its network; else the key as it is. */
    private static String network(String key) {
        String prefix = RateLimits.address("");
        if (!key.startsWith(prefix) || key.indexOf(':', prefix.length()) < 0) {
            return key;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(key.substring(prefix.length()));
            return address instanceof Inet6Address
                    ? prefix + HexFormat.of().formatHex(address.getAddress(), 0, 8) + "/64"
                    : prefix + address.getHostAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return key;
        }
    }

    /** The buckets of one kind. A bucket is only looked at inside its entry's lock, so that none is used after it went. */
    private static final class Table {
        private final String policy;
        private final Rate rate;
        private final int keysMax;
        private final TimeMeter time;
        private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
        private final Bucket shared;
        private final AtomicBoolean isSweeping = new AtomicBoolean();
        private Iterator<Map.Entry<String, Bucket>> sweep = Collections.emptyIterator();

        Table(Kind kind, Rate rate, int keysMax, Clock clock) {
            this.policy = kind.name().toLowerCase(Locale.ROOT);
            this.rate = rate;
            this.keysMax = keysMax;
            this.time = new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return clock.nanos();
                }

                @Override
                public boolean isWallClockBased() {
                    return false;
                }
            };
            this.shared = bucket();
        }

        Permit take(String key, long amount) {
            Permit[] permit = new Permit[1];
            buckets.computeIfPresent(key, (same, bucket) -> {
                permit[0] = take(bucket, amount);
                return bucket;
            });
            return permit[0] != null ? permit[0] : takeFirst(key, amount);
        }

        private Permit takeFirst(String key, long amount) {
            sweep();
            if (buckets.mappingCount() >= keysMax) {
                return take(shared, amount);
            }
            Permit[] permit = new Permit[1];
            buckets.compute(key, (same, bucket) -> {
                Bucket own = bucket == null ? bucket() : bucket;
                permit[0] = take(own, amount);
                return own;
            });
            return permit[0];
        }

        private Permit take(Bucket bucket, long amount) {
            if (amount <= 0) {
                EstimationProbe probe = bucket.estimateAbilityToConsume(1);
                return permit(probe.canBeConsumed(), probe.getRemainingTokens(), probe.getNanosToWaitForRefill());
            }
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(amount);
            return permit(probe.isConsumed(), probe.getRemainingTokens(), probe.getNanosToWaitForRefill());
        }

        private Permit permit(boolean isGranted, long remaining, long waitNanos) {
            return new Permit(
                    isGranted,
                    policy,
                    rate.burst(),
                    rate.windowSeconds(),
                    remaining,
                    isGranted ? 0 : Math.ceilDiv(waitNanos, 1_000_000));
        }

        private Bucket bucket() {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(rate.burst())
                            .refillGreedy(rate.tokens(), Duration.ofMillis(rate.periodMillis())))
                    .withCustomTimePrecision(time)
                    .build();
        }

        /** Goes round the table, a few keys at a time; whoever finds another at it leaves it to that one. */
        private void sweep() {
            if (!isSweeping.compareAndSet(false, true)) {
                return;
            }
            try {
                for (int i = 0; i < SWEPT_EACH; i++) {
                    if (!sweep.hasNext()) {
                        sweep = buckets.entrySet().iterator();
                    }
                    if (sweep.hasNext()) {
                        buckets.computeIfPresent(sweep.next().getKey(), (key, bucket) -> unlessFull(bucket));
                    }
                }
            } finally {
                isSweeping.set(false);
            }
        }

        private @Nullable Bucket unlessFull(Bucket bucket) {
            return bucket.getAvailableTokens() >= rate.burst() ? null : bucket;
        }
    }
}
