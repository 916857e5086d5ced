package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server all of whose sessions are taken. */
@Timeout(60)
final class CapacityTest {
    @TempDir
    Path directory;

    @Test
    void oneSessionTooManyIsToldSoAndRequestsAreStillAnswered() throws Exception {
        Settings settings = switch (new SettingsLoader(Map.of(), directory)
                .load(
                        Map.of(
                                "port",
                                List.of("0"),
                                "data",
                                List.of(directory.resolve("data").toString()),
                                "max-connections",
                                List.of("1")),
                        null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
        try (HeraldServer server = HeraldServer.start(settings);
                HttpClient client = HttpClient.newHttpClient()) {
            String address = "127.0.0.1:" + server.address().getPort();
            WebSocket first = open(client, address, new CompletableFuture<>());
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            open(client, address, closed);
            assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(1013);
            assertThat(status(client, address, "/health")).isEqualTo(200);
            assertThat(status(client, address, "/sse")).isEqualTo(503);
            first.abort();
        }
    }

    private static int status(HttpClient client, String address, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static WebSocket open(HttpClient client, String address, CompletableFuture<Integer> closed) {
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return CompletableFuture.completedFuture(null);
            }
        };
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + address + "/ws"), listener)
                .join();
    }
}
