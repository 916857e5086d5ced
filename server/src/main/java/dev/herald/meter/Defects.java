package dev.herald.meter;

import dev.herald.meter.Health.Level;
import dev.herald.meter.Health.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broken invariants of one part: what cannot happen, and did. Each is logged and counted, and health is degraded for
 * {@value #DEGRADED_MINUTES} minutes after the last, so that a server which goes on without the session that was hit does
 * not hide it. Any thread.
 */
public final class Defects {
    static final long DEGRADED_MINUTES = 10;
    /** More than so many a minute are counted, and no longer logged with their stacks. */
    static final int LOGGED_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

    private final String part;
    private final LongSupplier nanos;
    private final Counter counter;
    private long count;
    private long lastNanos;
    private String last = "";
    private long minuteNanos;
    private int inMinute;

    /**
     * @param part whose, such as {@code hub}
     * @param nanos the time, from an arbitrary origin
     */
    public Defects(String part, MeterRegistry meters, LongSupplier nanos) {
        this.part = part;
        this.nanos = nanos;
        counter = Counter.builder("herald.defects")
                .tag("part", part)
                .description("broken invariants, each of which is a defect of the server")
                .register(meters);
    }

    /** @param what happened, to what, and what was done about it; without a secret */
    public void tell(String what, Throwable defect) {
        counter.increment();
        if (note(what)) {
            LOG.error("{}: {}", part, what, defect);
        } else {
            LOG.error("{}: {}: {}", part, what, defect.getClass().getName());
        }
    }

    /** Degraded for a while after the last. */
    public synchronized Status status() {
        long sinceNanos = nanos.getAsLong() - lastNanos;
        if (count == 0 || sinceNanos > TimeUnit.MINUTES.toNanos(DEGRADED_MINUTES)) {
            return Status.HEALTHY;
        }
        return new Status(
                Level.DEGRADED,
                "a defect of the server, " + count + (count == 1 ? " time" : " times") + " since the start, last "
                        + TimeUnit.NANOSECONDS.toSeconds(sinceNanos) + " s ago: " + last
                        + "; the log has the stack: please report it");
    }

    private synchronized boolean note(String what) {
        long now = nanos.getAsLong();
        if (count == 0 || now - minuteNanos > TimeUnit.MINUTES.toNanos(1)) {
            minuteNanos = now;
            inMinute = 0;
        }
        count++;
        lastNanos = now;
        last = what;
        inMinute++;
        return inMinute <= LOGGED_MAX;
    }
}
