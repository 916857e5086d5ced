package dev.herald.lab.bench;

import java.util.Locale;

/** What the server needs for clients that are there and for those that come back or fall behind. */
final class Standing {
    private static final int SETTLE_ROUNDS = 3;

    private Standing() {}

    /** Resident memory and live heap of so many idle, subscribed WebSocket clients, each above the idle server. */
    static String idle(Target target, int clients) {
        Subscribers.connect(target, clients / 10, Protocol.WEBSOCKET, Payload.conversations(target))
                .close();
        long heapBefore = settledHeap(target);
        long residentBefore = target.residentBytes();
        try (Subscribers subscribers =
                Subscribers.connect(target, clients, Protocol.WEBSOCKET, Payload.conversations(target))) {
            long resident = target.residentBytes();
            long heap = settledHeap(target);
            long residentAfterCollection = target.residentBytes();
            return String.format(
                    Locale.ROOT,
                    "%-9s %d clients: %.2f KB resident (%.2f after a collection), %.2f KB heap each",
                    target.name(),
                    subscribers.tally().ready(),
                    (resident - residentBefore) / 1024.0 / clients,
                    (residentAfterCollection - residentBefore) / 1024.0 / clients,
                    (heap - heapBefore) / 1024.0 / clients);
        }
    }

    private static long settledHeap(Target target) {
        long heap = 0;
        for (int i = 0; i < SETTLE_ROUNDS; i++) {
            heap = target.heapBytes();
        }
        return heap;
    }

    /** Milliseconds from the subscription of a client that is so many events behind until it has them all. */
    static String catchUp(Target target, int behind, int rounds) {
        try (RawHttp http = new RawHttp(target.port())) {
            byte[] lines = Payload.lines(target, behind / 10, 100);
            http.post("/api/v1/events", "application/x-ndjson", Payload.lines(target, 1, 100));
            for (int i = 0; i < 10; i++) {
                http.post("/api/v1/events", "application/x-ndjson", lines);
            }
        }
        String subscribe =
                "{\"type\":\"subscribe\",\"project_id\":\"" + Payload.PROJECT + "\",\"last_event_id\":\"0-0\"}";
        StringBuilder report = new StringBuilder("catching up with " + behind + " events took ms:");
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            try (Subscribers one =
                    Subscribers.connect(target, 1, Protocol.WEBSOCKET, _ -> Conversation.plain(subscribe))) {
                Subscribers.await(() -> one.tally().events() >= behind, "the events missed");
                report.append(String.format(Locale.ROOT, " %.0f", (System.nanoTime() - begin) / 1e6));
            }
        }
        return report.toString();
    }

    /** One client of a hundred stops reading while events come at full speed, then reads on. */
    static String stalled(Target target, int seconds) {
        int clients = 100;
        int batch = 64;
        byte[] lines = Payload.lines(target, batch, 200);
        try (Subscribers reading =
                        Subscribers.connect(target, clients - 1, Protocol.WEBSOCKET, Payload.conversations(target));
                Subscribers stalled =
                        Subscribers.connect(target, 1, Protocol.WEBSOCKET, Payload.conversations(target));
                RawHttp http = new RawHttp(target.port())) {
            stalled.reading(1, false);
            long heapBefore = settledHeap(target);
            long published = 0;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < seconds * 1_000_000_000L) {
                http.post("/api/v1/events", "application/x-ndjson", lines);
                published += batch;
                long due = (published - 4L * batch) * (clients - 1);
                Subscribers.await(() -> reading.tally().events() >= due, "the clients that read");
            }
            long heap = settledHeap(target);
            long all = published;
            long stalledAt = stalled.tally().events();
            long resumed = System.nanoTime();
            stalled.reading(1, true);
            Subscribers.await(() -> stalled.tally().events() >= all, "the client that stalled");
            return String.format(
                    Locale.ROOT,
                    "stalled for %d s: %,d events published, %,d read before; live heap grew by %.1f MB, the ring of"
                            + " recent events included; the rest came in %.1f s; %,d received in the end",
                    seconds,
                    published,
                    stalledAt,
                    (heap - heapBefore) / 1048576.0,
                    (System.nanoTime() - resumed) / 1e9,
                    stalled.tally().events());
        }
    }
}
