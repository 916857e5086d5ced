package dev.herald.lab.bench;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Publishing to many clients: at full speed with a bounded number in flight, or one event at a time at a rate. */
final class Fanout {
    private static final int WARM_UP_SHARE = 3;

    /**
     * @param clients connected to the target
     * @param isSse over SSE instead of WebSocket
     * @param textBytes of each event's text
     * @param seconds measured, after a third as much of warming up
     */
    record Load(int clients, boolean isSse, int textBytes, int seconds) {}

    /** @param cpuMicros of the server for each delivery */
    record Result(String target, double deliveriesPerSecond, double cpuMicros, double p50, double p99, double max) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-9s %,12.0f deliveries/s  %.3f µs CPU a delivery  latency p50 %.2f p99 %.2f max %.2f ms",
                    target,
                    deliveriesPerSecond,
                    cpuMicros,
                    p50,
                    p99,
                    max);
        }
    }

    private Fanout() {}

    /** Publishes batches so that at most {@code inFlight} events wait for some client. */
    static Result fullSpeed(Target target, Load load, int batch, int inFlight) {
        try (Subscribers subscribers =
                        Subscribers.connect(target, load.clients(), load.isSse(), Payload.subscribe(target));
                RawHttp http = new RawHttp(target.port())) {
            byte[] lines = Payload.lines(target, batch, load.textBytes());
            Tally tally = subscribers.tally();
            long published = 0;
            Mark mark = null;
            long begin = System.nanoTime();
            long warm = begin + load.seconds() * 1_000_000_000L / WARM_UP_SHARE;
            long end = warm + load.seconds() * 1_000_000_000L;
            while (System.nanoTime() < end) {
                long waitFor = (published + batch - inFlight) * load.clients();
                while (tally.events() < waitFor) {
                    LockSupport.parkNanos(20_000);
                }
                if (mark == null && System.nanoTime() > warm) {
                    mark = Mark.of(target, tally);
                }
                long now = System.nanoTime();
                for (int i = 0; i < batch; i++) {
                    tally.published(published + i, now);
                }
                require(http.post("/api/v1/events", "application/x-ndjson", lines));
                published += batch;
            }
            return (mark == null ? Mark.of(target, tally) : mark).until(target, tally);
        }
    }

    /** Publishes one event at a time. */
    static Result atRate(Target target, Load load, int perSecond) {
        try (Subscribers subscribers =
                        Subscribers.connect(target, load.clients(), load.isSse(), Payload.subscribe(target));
                RawHttp http = new RawHttp(target.port())) {
            byte[] line = Payload.lines(target, 1, load.textBytes());
            Tally tally = subscribers.tally();
            int warm = load.seconds() * perSecond / WARM_UP_SHARE;
            int all = warm + load.seconds() * perSecond;
            Mark mark = Mark.of(target, tally);
            long begin = System.nanoTime();
            for (int i = 0; i < all; i++) {
                long due = begin + i * 1_000_000_000L / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                if (i == warm) {
                    awaitAll(tally, (long) i * load.clients());
                    tally.clearLatencies();
                    mark = Mark.of(target, tally);
                }
                tally.published(i, System.nanoTime());
                require(http.post("/api/v1/events", "application/x-ndjson", line));
            }
            awaitAll(tally, (long) all * load.clients());
            return mark.until(target, tally);
        }
    }

    private static void awaitAll(Tally tally, long events) {
        Subscribers.await(() -> tally.events() >= events, "the last deliveries");
    }

    private static void require(int status) {
        if (status != 200) {
            throw new IllegalStateException("publishing was answered " + status);
        }
    }

    /** The figures at the start of what is measured. */
    private record Mark(long nanos, long events, long cpuMicros) {
        static Mark of(Target target, Tally tally) {
            return new Mark(System.nanoTime(), tally.events(), target.cpuMicros());
        }

        Result until(Target target, Tally tally) {
            double delivered = tally.events() - events;
            double seconds = (System.nanoTime() - nanos) / 1e9;
            return new Result(
                    target.name(),
                    delivered / seconds,
                    (target.cpuMicros() - cpuMicros) / delivered,
                    tally.latencyMillis(0.5),
                    tally.latencyMillis(0.99),
                    tally.latencyMillis(1));
        }
    }
}
