package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many pages of large events at once, asked of a server whose heap holds a few of them, and which ends where it is full. */
@Timeout(300)
final class SmallHeapTest {
    private static final int EVENTS = 40;
    private static final int EVENT_CHARACTERS = 1_000_000;
    private static final int READERS = 80;
    private static final int IDLE_READERS = 80;
    private static final String HEAP = "HERALD_JAVA_OPTS='-Xmx256m -XX:+ExitOnOutOfMemoryError'";

    @TempDir
    private Path directory;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void manyPagesOfLargeEventsAtOnceLeaveRoomForTheRest() throws Exception {
        String command = HEAP + " exec " + Program.launcher() + " serve --port 0";
        try (Program server = Program.start(Path.of("/bin/bash"), directory, null, "-c", command)) {
            URI address = server.address();
            for (int i = 0; i < EVENTS; i++) {
                assertThat(publish(address, EVENT_CHARACTERS)).isEqualTo(201);
            }
            List<Socket> idle = new ArrayList<>();
            try {
                for (int i = 0; i < IDLE_READERS; i++) {
                    idle.add(askAndReadNothing(address));
                }
                List<CompletableFuture<HttpResponse<byte[]>>> pages = new ArrayList<>();
                for (int i = 0; i < READERS; i++) {
                    pages.add(http.sendAsync(page(address), BodyHandlers.ofByteArray()));
                }
                int read = 0;
                for (CompletableFuture<HttpResponse<byte[]>> one : pages) {
                    HttpResponse<byte[]> answer = one.handle((page, _) -> page).join();
                    if (answer != null) {
                        assertThat(answer.statusCode()).as(server.errors()).isIn(200, 503);
                        read += answer.statusCode() == 200 ? 1 : 0;
                    }
                }
                assertThat(read).as("pages that were read").isPositive();
                assertThat(publish(address, 10)).as(server.errors()).isEqualTo(201);
                assertThat(get(address, "/health/live")).isEqualTo(200);
                assertThat(server.errors()).doesNotContain("OutOfMemoryError");
            } finally {
                for (Socket one : idle) {
                    one.close();
                }
            }
            server.terminate();
            assertThat(server.status()).isZero();
        }
    }

    private static HttpRequest page(URI address) {
        return HttpRequest.newBuilder(address.resolve("/api/v1/events?limit=1000"))
                .timeout(Duration.ofSeconds(120))
                .build();
    }

    private static Socket askAndReadNothing(URI address) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        String request = "GET /api/v1/events?limit=1000 HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private int publish(URI address, int characters) throws IOException, InterruptedException {
        String event = "{\"type\":\"custom.large\",\"data\":{\"text\":\"" + "x".repeat(characters) + "\"}}";
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private int get(URI address, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
