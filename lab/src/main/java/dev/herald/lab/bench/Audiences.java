package dev.herald.lab.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * What it costs that sessions differ: so many Socket.IO clients in one room, each of them in a room of its own besides,
 * so that each is an audience by itself, against the same clients in the one room alone.
 */
final class Audiences {
    private static final String ELSEWHERE = "elsewhere";

    private Audiences() {}

    /** Two lines: at full speed for all, and for nobody. */
    static String measure(Target target, boolean areApart, Fanout.Load load, Fanout.Pace pace) {
        IntFunction<Conversation> conversations = areApart
                ? client -> Conversation.socketIo(List.of(SocketIo.ROOM, "project:own-" + client))
                : _ -> Conversation.socketIo(List.of(SocketIo.ROOM));
        String name = areApart ? "own rooms" : "one room";
        try (Subscribers subscribers = Subscribers.connect(target, load.clients(), Protocol.SOCKETIO, conversations)) {
            byte[] lines = Payload.lines(target, pace.batch(), load.textBytes());
            Fanout.Crowd crowd = new Fanout.Crowd(subscribers.tally(), load.clients());
            String all = Fanout.pump(name, target, crowd, pace, _ -> lines).toString();
            return all + System.lineSeparator() + name + ", " + forNobody(target, load, pace.batch())
                    + System.lineSeparator() + name + ", " + forNobody(target, load, 1);
        }
    }

    /** The server's CPU for an event that no client hears, in requests of so many. */
    static String forNobody(Target target, Fanout.Load load, int batch) {
        byte[] lines = Payload.numbered(ELSEWHERE, 0, batch, load.textBytes());
        try (RawHttp http = new RawHttp(target.port())) {
            publish(http, lines, load.seconds() * 1_000_000_000L / 3);
            long cpu = target.cpuMicros();
            long events = publish(http, lines, load.seconds() * 1_000_000_000L) * batch;
            return String.format(
                    Locale.ROOT,
                    "%,d events for nobody, %d a request: %.2f µs CPU an event",
                    events,
                    batch,
                    (target.cpuMicros() - cpu) / (double) events);
        }
    }

    private static long publish(RawHttp http, byte[] lines, long nanos) {
        long begin = System.nanoTime();
        long requests = 0;
        while (System.nanoTime() - begin < nanos) {
            Fanout.require(http.post("/api/v1/events", "application/x-ndjson", lines));
            requests++;
        }
        return requests;
    }
}
