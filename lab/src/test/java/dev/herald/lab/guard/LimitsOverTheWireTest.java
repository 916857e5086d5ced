package dev.herald.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Role;
import dev.herald.lab.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Too fast, too many, too late, on each transport. */
@Timeout(60)
final class LimitsOverTheWireTest {
    private static final String ANN = Tokens.of("ann", Role.VIEWER, "garden");

    @TempDir
    Path folder;

    private RunningServer server;
    private Client client;

    private void start(Map<String, String> more) throws Exception {
        Map<String, List<String>> settings = new HashMap<>(Map.of("jwt-secret", List.of(Tokens.SECRET)));
        more.forEach((name, value) -> settings.put(name, List.of(value)));
        server = RunningServer.start(folder, settings);
        client = new Client(server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void messagesThatComeTooFastAreRefusedAndTheSessionStays() throws Exception {
        start(Map.of("rate-messages", "1/h:3"));
        Client.Socketed socket = client.webSocket("/ws?token=" + ANN);
        for (int i = 0; i < 4; i++) {
            socket.say("{\"type\":\"ping\"}");
        }
        socket.talk.await("RATE_LIMITED");
        assertThat(socket.talk.all().stream().filter(said -> said.contains("pong")))
                .hasSize(3);
    }

    @Test
    void commandsOfSocketIoThatComeTooFastAreRefusedInTheirAcknowledgement() throws Exception {
        start(Map.of("rate-messages", "1/h:3"));
        Polled polled = client.poll(ANN);
        polled.talk.await("connection_established");
        for (int i = 0; i < 3; i++) {
            assertThat(polled.emit("ping", "{}")).contains("pong");
        }
        assertThat(polled.emit("ping", "{}")).contains("\"status\":\"error\"", "RATE_LIMITED");
    }

    @Test
    void connectionsThatComeTooFastAreTold429OnEachTransport() throws Exception {
        start(Map.of("rate-connect", "1/h:1"));
        assertThat(client.ask(Polled.PATH, null, null).statusCode()).isEqualTo(200);
        for (String path : List.of(Polled.PATH, "/sse")) {
            HttpResponse<String> refused = client.ask(path, ANN, null);
            assertThat(refused.statusCode()).as(path).isEqualTo(429);
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0))
                    .as(path)
                    .isPositive();
            assertThat(refused.headers().firstValue("RateLimit-Policy").orElse(""))
                    .as(path)
                    .startsWith("\"connect\";q=1");
            assertThat(refused.headers().firstValue("RateLimit").orElse(""))
                    .as(path)
                    .startsWith("\"connect\";r=0");
        }
    }

    @Test
    void tokensThatFailTooOftenAreNotLookedAtAnyMoreOnAnyTransport() throws Exception {
        start(Map.of("rate-failures", "1/h:3"));
        String forged = Tokens.forged("ann");
        assertThat(client.ask("/api/v1/events", forged, null).statusCode()).isEqualTo(401);
        assertThat(client.ask("/sse", forged, null).statusCode()).isEqualTo(401);
        Client.Socketed socket = client.webSocket("/ws?token=" + forged);
        socket.talk.await("AUTH_FAILED");
        assertThat(socket.code()).isEqualTo(1008);
        client.poll(ANN).talk.await("44{", "RATE_LIMITED", "too many tokens");
        HttpResponse<String> stream = client.ask("/sse", ANN, null);
        assertThat(stream.statusCode()).isEqualTo(429);
        assertThat(stream.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(3_000L, 3_600L);
        assertThat(stream.headers().firstValue("RateLimit").orElse("")).startsWith("\"failure\";r=0");
        assertThat(stream.headers().firstValue("RateLimit-Policy").orElse("")).startsWith("\"failure\";q=3");
        HttpResponse<String> refused = client.ask("/api/v1/events", ANN, null);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("RateLimit").orElse("")).startsWith("\"failure\";r=0");
        client.webSocket("/ws?token=" + ANN).talk.await("RATE_LIMITED", "too many tokens");
    }

    @Test
    void whoShowsNoTokenInTimeIsClosed() throws Exception {
        start(Map.of("auth-timeout", "1s"));
        Client.Socketed socket = client.webSocket("/ws");
        Polled polled = client.poll(null);
        socket.say("{\"type\":\"subscribe\"}").talk.await("AUTH_MISSING");
        assertThat(socket.code()).isEqualTo(1008);
        polled.talk.awaitEnd();
        assertThat(polled.push("40").statusCode()).as("the session is gone").isEqualTo(400);
        assertThat(client.ask("/sse", null, null).statusCode()).isEqualTo(401);
    }

    @Test
    void allSessionsTogetherNameSoManyRoomsAndNoMore() throws Exception {
        start(Map.of("max-rooms", "6"));
        String one = "\"rooms\":[\"project:garden\",\"global\"]";
        Client.Socketed socket = client.webSocket("/ws?token=" + ANN);
        socket.say("{\"type\":\"subscribe\"," + one + "}").talk.await("subscription_confirmed");
        Polled polled = client.poll(ANN);
        polled.talk.await("connection_established");
        assertThat(polled.emit("subscribe", "{\"room\":\"project:garden\"}")).contains("success");
        assertThat(client.ask("/sse?rooms=project:garden,global", ANN, null).statusCode())
                .isEqualTo(503);
        Client.Socketed second = client.webSocket("/ws?token=" + ANN);
        second.say("{\"type\":\"subscribe\"," + one + "}").talk.await("RATE_LIMITED", "rooms");
        second.say("{\"type\":\"subscribe\",\"project_id\":\"garden\"}").talk.await("subscription_confirmed");
        assertThat(polled.emit("unsubscribe", "{\"room\":\"global\"}")).contains("success");
        assertThat(polled.emit("debug:rooms", "{}")).contains("user:ann").doesNotContain("global");
        int before = second.talk.count();
        second.say("{\"type\":\"subscribe\"," + one + "}").talk.await(before, "subscription_confirmed");
        assertThat(polled.emit("subscribe", "{\"room\":\"global\"}")).contains("RATE_LIMITED", "rooms");
        socket.say("{\"type\":\"unsubscribe\"}").talk.await("\"event_types\":[]");
        assertThat(polled.emit("subscribe", "{\"room\":\"global\"}")).contains("success");
    }

    @Test
    void namesThatHaveNoEffectAreNamed() throws Exception {
        start(Map.of());
        Polled polled = client.poll(ANN);
        polled.talk.await("connection_established");
        assertThat(polled.emit(
                        "subscribe",
                        "{\"room\":\"project:garden\",\"event_types\":[\"commit\",\"nonsense\",\"custom.A\"]}"))
                .contains("success", "\"unknown_event_types\":[\"nonsense\",\"custom.A\"]");
        assertThat(polled.emit("subscribe", "{\"room\":\"global\",\"event_types\":[\"nonsense\"]}"))
                .contains("error", "UNKNOWN_EVENT_TYPE");
    }

    @Test
    void overCapacityEachTransportSaysToComeBack() throws Exception {
        start(Map.of("max-connections", "1"));
        Client.Socketed first = client.webSocket("/ws?token=" + ANN);
        first.talk.await("connection_established");
        assertThat(client.webSocket("/ws?token=" + ANN).code()).isEqualTo(1013);
        for (String path : List.of("/sse", Polled.PATH)) {
            HttpResponse<String> refused = client.ask(path, ANN, null);
            assertThat(refused.statusCode()).as(path).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).as(path).isPresent();
        }
        first.say("{\"type\":\"ping\"}").talk.await("pong");
    }
}
