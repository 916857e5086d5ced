package dev.herald.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What this room counts. Any thread. */
final class NetMeters {
    private final Counter[] requests = new Counter[6];
    private final Counter accepted;
    private final Counter refused;
    private final Counter displaced;
    private final Counter dropped;

    NetMeters(MeterRegistry meters, AtomicInteger open, AtomicLong untakenBytes) {
        meters.gauge("herald.net.connections.open", open);
        meters.gauge("herald.net.answers.untaken.bytes", untakenBytes);
        dropped = meters.counter("herald.net.answers.dropped");
        accepted = meters.counter("herald.net.connections.accepted");
        refused = meters.counter("herald.net.connections.refused");
        displaced = meters.counter("herald.net.connections.displaced");
        for (int kind = 1; kind < requests.length; kind++) {
            requests[kind] = meters.counter("herald.http.requests", "status", kind + "xx");
        }
    }

    void accepted() {
        accepted.increment();
    }

    void refused() {
        refused.increment();
    }

    /** A connection that waited had to go for a new one. */
    void madeRoom() {
        displaced.increment();
    }

    /** An answer that was not taken had to go for a new one, or its time was over. */
    void dropped() {
        dropped.increment();
    }

    void answered(int status) {
        requests[status / 100].increment();
    }
}
