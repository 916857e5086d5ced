package dev.herald.lab.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What the clients' loop has seen; written by it, read by others. */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only read
final class Tally {
    private static final VarHandle EVENTS = handle("events");
    private static final VarHandle READY = handle("ready");
    private static final VarHandle BYTES = handle("bytes");
    /** Latency in steps of 50 µs up to 10 s. */
    private static final int STEP_NANOS = 50_000;

    private static final int STEPS = 200_000;

    private long events;
    private long ready;
    private long bytes;
    private volatile long answers;
    private volatile long errors;
    private volatile String firstError = "";
    private volatile boolean isClosing;
    private final long[] histogram = new long[STEPS];
    /** When the n-th event of this run was published, nanoseconds; zero where nobody measures. */
    private final long[] publishedNanos = new long[1 << 20];

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, field, long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    long events() {
        return (long) EVENTS.getAcquire(this);
    }

    long ready() {
        return (long) READY.getAcquire(this);
    }

    long bytes() {
        return (long) BYTES.getAcquire(this);
    }

    long answers() {
        return answers;
    }

    long errors() {
        return errors;
    }

    /** What went wrong first; empty when nothing did. */
    String firstError() {
        return firstError;
    }

    void published(long index, long nanos) {
        publishedNanos[(int) (index & publishedNanos.length - 1)] = nanos;
    }

    void onReady() {
        READY.setRelease(this, ready + 1);
    }

    void onEvents(long count, long read) {
        EVENTS.setRelease(this, events + count);
        BYTES.setRelease(this, bytes + read);
    }

    /** A polling request was answered. */
    void onAnswer() {
        answers = answers + 1;
    }

    void onError(String what) {
        if (errors == 0) {
            firstError = ", the first: " + what;
        }
        errors = errors + 1;
    }

    /** A connection ended. */
    void onLeft() {
        if (!isClosing) {
            onError("the server closed a connection");
        }
    }

    /** From now on connections end because the measuring side wants it. */
    void closing() {
        isClosing = true;
    }

    /** The index-th event arrived on some connection. */
    void onArrival(long index, long nowNanos) {
        long published = publishedNanos[(int) (index & publishedNanos.length - 1)];
        if (published != 0) {
            histogram[(int) Math.min(STEPS - 1, (nowNanos - published) / STEP_NANOS)]++;
        }
    }

    /** Forgets the latencies; called while nothing arrives. */
    void clearLatencies() {
        java.util.Arrays.fill(histogram, 0);
    }

    /** Milliseconds that the given share of arrivals did not exceed; NaN without arrivals. */
    double latencyMillis(double share) {
        long all = java.util.Arrays.stream(histogram).sum();
        long seen = 0;
        for (int i = 0; i < STEPS; i++) {
            seen += histogram[i];
            if (all > 0 && seen >= Math.ceil(all * share)) {
                return (i + 1) * (STEP_NANOS / 1e6);
            }
        }
        return Double.NaN;
    }
}
