package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Role;
import dev.herald.access.TokenClaims;
import dev.herald.access.TokenMint;
import dev.herald.loop.Clock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server with a secret and limits, asked over HTTP with real tokens. */
@Timeout(60)
final class GuardedServerTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private HeraldServer server;

    @BeforeEach
    void start() throws Exception {
        Map<String, List<String>> given = Map.of(
                "port", List.of("0"),
                "data", List.of(directory.resolve("data").toString()),
                "jwt-secret", List.of(SECRET),
                "rate-publish", List.of("1/m:5"),
                "rate-failures", List.of("1/m:3"),
                "trusted-proxies", List.of("127.0.0.1"));
        server = HeraldServer.start(
                switch (new SettingsLoader(Map.of(), directory).load(given, null)) {
                    case LoadedSettings.Ready ready -> ready.settings();
                    case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
                });
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private static String token(Role role, String... projects) {
        TokenClaims claims =
                new TokenClaims(role.wireName(), List.of(projects), Set.of(role), null, null, null, null, 600);
        return TokenMint.ofSecret(SECRET).mint(claims, Clock.system());
    }

    private HttpResponse<String> ask(String path, String token, String client, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!client.isEmpty()) {
            request.header("X-Forwarded-For", client);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return this.client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void tokensOpenWhatTheirRolesMay() throws Exception {
        assertThat(ask("/", "", "", "").statusCode()).isEqualTo(200);
        assertThat(ask("/health", "", "", "").statusCode()).isEqualTo(200);
        assertThat(ask("/metrics", "", "", "").statusCode()).isEqualTo(401);
        assertThat(ask("/metrics", token(Role.VIEWER, "*"), "", "").statusCode())
                .isEqualTo(403);
        HttpResponse<String> metrics = ask("/metrics", token(Role.ADMIN), "", "");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("herald_net_connections_displaced");
        assertThat(ask("/api/v1/events?token=" + token(Role.VIEWER, "*"), "", "", "")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void publishersAreLimitedAndToldSo() throws Exception {
        String event = "{\"type\":\"custom.a\",\"project_id\":\"p\",\"data\":{}}";
        String publisher = token(Role.PUBLISHER, "p");
        HttpResponse<String> first = ask("/api/v1/events", publisher, "", "[" + event + "," + event + "]");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("RateLimit-Policy").orElse("")).matches("\"publish\";q=5;w=\\d+");
        assertThat(first.headers().firstValue("RateLimit").orElse("")).matches("\"publish\";r=3;t=\\d+");
        HttpResponse<String> over =
                ask("/api/v1/events", publisher, "", "[" + String.join(",", List.of(event, event, event, event)) + "]");
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.headers().firstValue("Retry-After")).isPresent();
        assertThat(ask("/api/v1/events", token(Role.VIEWER, "p"), "", "").body().split("event_id"))
                .hasSize(3);
        assertThat(ask("/api/v1/events", token(Role.VIEWER, "q"), "", "").body())
                .startsWith("{\"events\":[]");
    }

    @Test
    void guessingIsStoppedByTheAddressThatTheProxyNames() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(ask("/api/v1/events", "guess" + i, "198.51.100.9", "").statusCode());
        }
        assertThat(statuses).containsExactly(401, 401, 401, 429, 429);
        String good = token(Role.VIEWER, "p");
        assertThat(ask("/api/v1/events", good, "198.51.100.9", "").statusCode()).isEqualTo(429);
        assertThat(ask("/api/v1/events", good, "198.51.100.10", "").statusCode())
                .isEqualTo(200);
        assertThat(ask("/api/v1/events", good, "", "").statusCode()).isEqualTo(200);
    }
}
