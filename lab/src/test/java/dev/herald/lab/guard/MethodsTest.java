package dev.herald.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.lab.RunningServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Routes, streams, sockets and files answer methods alike, and refuse in one form, over both versions of HTTP. */
@Timeout(60)
final class MethodsTest {
    private static final List<String> READ = List.of(
            "/",
            "/health",
            "/health/live",
            "/api/v1/events",
            "/api/v1/events/1-0",
            "/metrics",
            "/api/v1/sse/stats",
            "/sse",
            "/api/v1/sse/events",
            "/ws",
            "/api/v1/dashboard/ws");

    @TempDir
    private Path folder;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder.resolve("data"), Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> ask(HttpClient http, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("http", path))
                .method(method, BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Test
    void whatIsReadTellsItsMethodsAndRefusesTheOthers() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            if (version.compareTo(HttpClient.Version.HTTP_2) > 0) {
                continue;
            }
            try (HttpClient http = HttpClient.newBuilder().version(version).build()) {
                assertThat(ask(http, "GET", "/health").version()).isEqualTo(version);
                for (String path : READ) {
                    HttpResponse<String> options = ask(http, "OPTIONS", path);
                    assertThat(options.statusCode()).as("OPTIONS " + path).isEqualTo(204);
                    assertThat(field(options, "Allow")).as(path).contains("GET", "OPTIONS");

                    HttpResponse<String> refused = ask(http, "DELETE", path);
                    assertThat(refused.statusCode()).as("DELETE " + path).isEqualTo(405);
                    assertThat(field(refused, "Allow")).as(path).isEqualTo(field(options, "Allow"));
                    assertThat(field(refused, "Content-Type")).as(path).isEqualTo("application/problem+json");

                    HttpResponse<String> head = ask(http, "HEAD", path);
                    boolean isSocket = path.endsWith("ws");
                    boolean isStream = path.contains("sse") && !path.endsWith("stats");
                    int expected = isStream
                            ? 200
                            : isSocket
                                    ? head.statusCode()
                                    : ask(http, "GET", path).statusCode();
                    assertThat(head.statusCode()).as("HEAD " + path).isEqualTo(expected);
                    assertThat(head.body()).isEmpty();
                }
                for (String method : List.of("GET", "POST", "DELETE")) {
                    HttpResponse<String> nothing = ask(http, method, "/nothing");
                    assertThat(nothing.statusCode()).isEqualTo(404);
                    assertThat(field(nothing, "Content-Type")).isEqualTo("application/problem+json");
                }
            }
        }
    }
}
