package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: a file is edited, everybody sees it, and one that was away gets what it missed. */
class WatchedDirectoryTest {
    private static final int WAIT_SECONDS = 20;

    @TempDir
    private Path temporary;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anEditIsSeenOverWebSocketAndEventStreamWithTheSameIdAndInHistory() throws Exception {
        Path watched = Files.createDirectory(temporary.resolve("shop"));
        try (RunningServer server = start(watched)) {
            Words socket = webSocket(server, "{\"type\":\"subscribe\",\"event_types\":[\"file_change\"]}");
            socket.take(word -> word.contains("subscription_confirmed"));
            Words stream = eventStream(server, "/api/v1/sse/events?project_id=shop", "");
            stream.take(word -> word.contains("connection_established"));

            Files.writeString(watched.resolve("Main.java"), "class Main {}");

            String overSocket = socket.take(word -> word.contains("Main.java"));
            String overStream = stream.take(word -> word.contains("Main.java"));
            assertThat(overSocket)
                    .contains("\"type\":\"file_change\"", "\"change_type\":\"created\"", "\"project_id\":\"shop\"");
            assertThat(overStream).isEqualTo("data: " + overSocket);
            String history = get(server, "/api/v1/events?project_id=shop&event_types=file_change");
            assertThat(history).isEqualTo("{\"events\":[" + overSocket + "],\"next_after\":null}");
        }
    }

    @Test
    void oneThatWasAwayWhileTheServerRestartedGetsExactlyWhatItMissed() throws Exception {
        Path watched = Files.createDirectory(temporary.resolve("shop"));
        String lastSeen;
        try (RunningServer server = start(watched)) {
            Words socket = webSocket(server, "{\"type\":\"subscribe\",\"event_types\":[\"file_change\"]}");
            socket.take(word -> word.contains("subscription_confirmed"));
            Files.writeString(watched.resolve("seen.txt"), "1");
            lastSeen = id(socket.take(word -> word.contains("seen.txt")));
            Words other = webSocket(server, "{\"type\":\"subscribe\",\"event_types\":[\"file_change\"]}");
            other.take(word -> word.contains("subscription_confirmed"));
            Files.writeString(watched.resolve("missed.txt"), "2");
            other.take(word -> word.contains("missed.txt"));
        }
        try (RunningServer server = start(watched)) {
            Words stream = eventStream(server, "/sse?project_id=shop&event_types=file_change", lastSeen);
            stream.take(word -> word.contains("connection_established"));
            Files.writeString(watched.resolve("live.txt"), "3");
            assertThat(stream.take(word -> word.startsWith("data: {\"event_id\"")))
                    .contains("missed.txt");
            assertThat(stream.take(word -> word.startsWith("data: {\"event_id\"")))
                    .contains("live.txt");
        }
    }

    private RunningServer start(Path watched) throws Exception {
        return RunningServer.start(temporary.resolve("data"), Map.of("watch", List.of(watched.toString())));
    }

    private String get(RunningServer server, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(server.uri("http", path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Words webSocket(RunningServer server, String subscribe) {
        Words words = new Words();
        http.newWebSocketBuilder()
                .buildAsync(server.uri("ws", "/ws"), words)
                .join()
                .sendText(subscribe, true)
                .join();
        return words;
    }

    private Words eventStream(RunningServer server, String path, String lastEventId) {
        Words words = new Words();
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("http", path));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .thenAccept(response -> read(response.body(), words));
        return words;
    }

    private static void read(Stream<String> lines, Words words) {
        Thread.ofVirtual().start(() -> lines.forEach(words.heard::add));
    }

    private static String id(String event) {
        return event.replaceAll(".*\"event_id\":\"([^\"]*)\".*", "$1");
    }

    /** What a client heard, in order. */
    private static final class Words implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
            part.append(text);
            if (isLast) {
                heard.add(part.toString());
                part.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, text, isLast);
        }

        /** The next that matches; those before it are passed over. */
        String take(Predicate<String> wanted) throws InterruptedException {
            for (String word = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                    word != null;
                    word = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS)) {
                if (wanted.test(word)) {
                    return word;
                }
            }
            throw new AssertionError("waited in vain");
        }
    }
}
