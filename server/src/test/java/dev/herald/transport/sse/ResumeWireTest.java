package dev.herald.transport.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.journal.Drafts;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.session.LiveServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumeWireTest {
    private static final int BATCHES = 3_000;
    private static final int BATCH = 7;

    @Test
    void aClientThatComesAndGoesOverBothTransportsMissesNothingAndGetsNothingTwice() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (LiveServer server = new LiveServer();
                HttpClient http = HttpClient.newHttpClient()) {
            String last = server.file("first").toString();
            List<Position> published = new ArrayList<>();
            Thread publisher = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < BATCHES; i++) {
                    published.addAll(server.append(Drafts.files(BATCH)));
                }
            });
            List<String> heard = new ArrayList<>();
            while (heard.size() < BATCHES * BATCH) {
                int count = Math.min(1 + random.nextInt(3_000), BATCHES * BATCH - heard.size());
                switch (random.nextInt(3)) {
                    case 0 -> hearStream(http, server.port(), last, count, heard);
                    case 1 -> hearSocket(server.port(), "subscribe", last, count, heard);
                    default -> hearSocket(server.port(), "reconnect", last, count, heard);
                }
                last = heard.getLast();
            }
            publisher.join();
            assertThat(heard)
                    .as("seed " + seed)
                    .isEqualTo(published.stream().map(Position::toString).toList());
        }
    }

    private static void hearStream(HttpClient http, int port, String last, int count, List<String> heard)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sse"))
                .header("Last-Event-ID", last)
                .build();
        try (EventStream stream = new EventStream(http.send(request, HttpResponse.BodyHandlers.ofInputStream()))) {
            stream.greeted();
            for (int i = 0; i < count; i++) {
                heard.add(stream.block().getFirst().substring("id: ".length()));
            }
        }
    }

    private static void hearSocket(int port, String command, String last, int count, List<String> heard)
            throws Exception {
        try (RawWebSocket socket = RawWebSocket.opened(port)) {
            socket.text();
            socket.say("{\"type\":\"" + command + "\",\"last_event_id\":\"" + last + "\"}");
            int events = 0;
            while (events < count) {
                String text = socket.text();
                if (text.startsWith("{\"event_id\":\"")) {
                    heard.add(text.substring(13, text.indexOf('"', 13)));
                    events++;
                }
            }
        }
    }
}
