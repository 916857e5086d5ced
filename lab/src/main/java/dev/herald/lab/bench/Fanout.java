package dev.herald.lab.bench;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** Publishing to many clients: at full speed with a bounded number in flight, or one event at a time at a rate. */
final class Fanout {
    private static final int WARM_UP_SHARE = 3;

    /**
     * @param clients connected to the target
     * @param protocol that they speak
     * @param textBytes of each event's text
     * @param seconds measured, after a third as much of warming up
     */
    record Load(int clients, Protocol protocol, int textBytes, int seconds) {}

    /**
     * @param cpuMicros of the server for each delivery
     * @param bytes that a client read for each delivery
     */
    record Result(
            String target,
            double deliveriesPerSecond,
            double cpuMicros,
            double bytes,
            double p50,
            double p99,
            double max) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-17s %,12.0f deliveries/s  %.3f µs CPU and %.0f bytes a delivery  latency p50 %.2f p99 %.2f max"
                            + " %.2f ms",
                    target,
                    deliveriesPerSecond,
                    cpuMicros,
                    bytes,
                    p50,
                    p99,
                    max);
        }
    }

    /**
     * How fast to publish.
     *
     * @param batch events of a request
     * @param inFlight events that wait for some client, at most
     * @param seconds measured, after a third as much of warming up
     */
    record Pace(int batch, int inFlight, int seconds) {}

    private Fanout() {}

    /** Publishes batches so that at most so many events wait for some client. */
    static Result fullSpeed(Target target, Load load, int batch, int inFlight) {
        return fullSpeed(target, load, batch, inFlight, Payload.conversations(target, load.protocol()));
    }

    /** The same with clients that say what they are told. */
    static Result fullSpeed(
            Target target, Load load, int batch, int inFlight, IntFunction<Conversation> conversations) {
        try (Subscribers subscribers = Subscribers.connect(target, load.clients(), load.protocol(), conversations)) {
            byte[] lines = Payload.lines(target, batch, load.textBytes());
            return pump(
                    load.protocol().nameOf(target),
                    target,
                    new Crowd(subscribers.tally(), load.clients()),
                    new Pace(batch, inFlight, load.seconds()),
                    _ -> lines);
        }
    }

    /** Clients that are ready, and what they have seen. */
    record Crowd(Tally tally, int clients) {}

    /**
     * Publishes at full speed. What is measured begins and ends with nothing in flight, so that a slow server is not
     * charged for what it has not delivered, nor the other way round.
     *
     * @param lines the body of the request whose first event has this number
     */
    static Result pump(String name, Target target, Crowd crowd, Pace pace, LongFunction<byte[]> lines) {
        Tally tally = crowd.tally();
        try (RawHttp http = new RawHttp(target.port())) {
            long published = 0;
            Mark mark = null;
            long warm = System.nanoTime() + pace.seconds() * 1_000_000_000L / WARM_UP_SHARE;
            long end = warm + pace.seconds() * 1_000_000_000L;
            while (mark == null || System.nanoTime() < end) {
                if (mark == null && System.nanoTime() > warm) {
                    awaitAll(tally, published * crowd.clients());
                    tally.clearLatencies();
                    mark = Mark.of(target, tally);
                    end = System.nanoTime() + pace.seconds() * 1_000_000_000L;
                }
                awaitAll(tally, (published + pace.batch() - pace.inFlight()) * crowd.clients());
                long now = System.nanoTime();
                for (int i = 0; i < pace.batch(); i++) {
                    tally.published(published + i, now);
                }
                require(http.post("/api/v1/events", "application/x-ndjson", lines.apply(published)));
                published += pace.batch();
            }
            awaitAll(tally, published * crowd.clients());
            return mark.until(name, target, tally);
        }
    }

    /** Publishes one event at a time. */
    static Result atRate(Target target, Load load, int perSecond) {
        try (Subscribers subscribers = Subscribers.connect(
                        target, load.clients(), load.protocol(), Payload.conversations(target, load.protocol()));
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
            return mark.until(load.protocol().nameOf(target), target, tally);
        }
    }

    /** A client that is gone will never have them all. */
    private static void awaitAll(Tally tally, long events) {
        Subscribers.await(() -> tally.events() >= events || tally.errors() > 0, "the last deliveries");
        if (tally.events() < events) {
            throw new IllegalStateException(tally.errors() + " errors" + tally.firstError());
        }
    }

    static void require(int status) {
        if (status != 200) {
            throw new IllegalStateException("publishing was answered " + status);
        }
    }

    /** The figures at the start of what is measured. */
    private record Mark(long nanos, long events, long bytes, long cpuMicros) {
        static Mark of(Target target, Tally tally) {
            return new Mark(System.nanoTime(), tally.events(), tally.bytes(), target.cpuMicros());
        }

        Result until(String name, Target target, Tally tally) {
            double delivered = tally.events() - events;
            double seconds = (System.nanoTime() - nanos) / 1e9;
            return new Result(
                    name,
                    delivered / seconds,
                    (target.cpuMicros() - cpuMicros) / delivered,
                    (tally.bytes() - bytes) / delivered,
                    tally.latencyMillis(0.5),
                    tally.latencyMillis(0.99),
                    tally.latencyMillis(1));
        }
    }
}
