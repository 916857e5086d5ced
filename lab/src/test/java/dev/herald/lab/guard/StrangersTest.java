package dev.herald.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Role;
import dev.herald.lab.RunningServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages of other sites, names that lead here by rebinding, and who guesses or takes another's ids. */
@Timeout(60)
final class StrangersTest {
    private static final String ANN = Tokens.of("ann", Role.VIEWER, "garden");
    private static final String EVE = Tokens.of("eve", Role.VIEWER, "garden");
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final List<String> SOCKETS =
            List.of("/ws", "/api/v1/dashboard/ws", "/socket.io/?EIO=4&transport=websocket");

    @TempDir
    Path folder;

    private RunningServer server;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder.resolve("guarded"), Map.of("jwt-secret", List.of(Tokens.SECRET)));
        client = new Client(server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String get(String target, String host, String more) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + more
                + (more.contains("Upgrade") ? "" : "Connection: close\r\n") + "\r\n";
    }

    @Test
    void aPageOfAnotherSiteOpensNoSocketEvenWithAToken() throws Exception {
        for (String path : SOCKETS) {
            for (String origin :
                    List.of("http://evil.example", "null", "https://" + client.authority() + ".evil.example")) {
                String target = path + (path.contains("?") ? "&" : "?") + "token=" + ANN;
                String answer = client.raw(get(target, client.authority(), "Origin: " + origin + "\r\n" + UPGRADE));
                assertThat(status(answer)).as(path + " from " + origin).isEqualTo(403);
                assertThat(answer).doesNotContain("101", "Access-Control-Allow-Origin");
            }
        }
    }

    @Test
    void aPageOfAnotherSiteStartsNoPollingAndReadsNoAnswer() throws Exception {
        String evil = "Origin: http://evil.example\r\n";
        String opened = client.raw(get(Polled.PATH, client.authority(), evil));
        assertThat(status(opened)).isEqualTo(403);
        assertThat(opened).doesNotContain("\"sid\"", "Access-Control-Allow-Origin");
        String sid = client.poll(null).sid();
        String push = client.raw("POST " + Polled.PATH + "&sid=" + sid + " HTTP/1.1\r\nHost: " + client.authority()
                + "\r\n" + evil + "Connection: close\r\nContent-Length: 2\r\n\r\n40");
        assertThat(status(push)).isEqualTo(403);
        String stream = client.raw(get("/sse", client.authority(), evil));
        assertThat(status(stream)).isEqualTo(401);
        assertThat(stream).doesNotContain("Access-Control-Allow-Origin");
    }

    @Test
    void overHttp2ItsOwnPageMayPollAndAnothersMayNot() throws Exception {
        try (HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest first =
                    HttpRequest.newBuilder(server.uri("http", "/health")).build();
            assertThat(http2.send(first, BodyHandlers.ofString()).version()).isEqualTo(HttpClient.Version.HTTP_2);
            for (String origin : List.of("http://" + client.authority(), "http://evil.example")) {
                HttpRequest poll = HttpRequest.newBuilder(server.uri("http", Polled.PATH))
                        .header("Origin", origin)
                        .build();
                HttpResponse<String> answer = http2.send(poll, BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.statusCode()).as(origin).isEqualTo(origin.contains("evil") ? 403 : 200);
            }
        }
    }

    @Test
    void anOpenServerIsNotReachedByANameThatWasBoundToIt() throws Exception {
        try (RunningServer open = RunningServer.start(folder.resolve("open"), Map.of());
                Client local = new Client(open.port())) {
            for (String target : List.of("/", "/api/v1/events", "/health", "/metrics", "/sse", Polled.PATH)) {
                assertThat(status(local.raw(get(target, "evil.example:" + open.port(), ""))))
                        .as(target)
                        .isEqualTo(421);
            }
            for (String target : SOCKETS) {
                assertThat(status(local.raw(get(target, "evil.example", UPGRADE))))
                        .as(target)
                        .isEqualTo(421);
            }
            String rebound = "POST /api/v1/events HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
            assertThat(status(local.raw(rebound))).isEqualTo(421);
            assertThat(status(local.raw(get(Polled.PATH, local.authority(), "Origin: http://evil.example\r\n"))))
                    .isEqualTo(403);
        }
    }

    @Test
    void anothersSidIsOfNoUseWithAnotherTokenOrWithout() throws Exception {
        String opened = client.ask(Polled.PATH, ANN, null).body();
        String target = Polled.PATH + "&sid=" + Client.word(opened, "sid");
        assertThat(client.ask(target, null, null).statusCode()).isEqualTo(403);
        assertThat(client.ask(target, EVE, null).statusCode()).isEqualTo(403);
        assertThat(client.ask(target, EVE, "40").statusCode()).isEqualTo(403);
        assertThat(client.ask(target, null, "40{\"token\":\"" + EVE + "\"}").statusCode())
                .isEqualTo(403);
        String upgrade = target.replace("polling", "websocket") + "&token=" + EVE;
        assertThat(status(client.raw(get(upgrade, client.authority(), UPGRADE))))
                .isEqualTo(403);
        assertThat(client.ask(target, ANN, "40").statusCode())
                .as("its own still may")
                .isEqualTo(200);
        assertThat(client.ask(target, ANN, null).body()).startsWith("40{\"sid\"");
    }

    @Test
    void guessedIdsAreUnknownAndTellNothing() throws Exception {
        for (String sid : List.of("", "1", UUID.randomUUID().toString(), "../x", "a%0d%0ab", "x".repeat(2_000))) {
            String body = client.ask(Polled.PATH + "&sid=" + sid, ANN, null).body();
            assertThat(body).as(sid).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        }
        for (String id : List.of("", "1", UUID.randomUUID().toString(), "%0d%0a")) {
            assertThat(client.ask("/api/v1/sse/subscribe?connection_id=" + id, ANN, "{}")
                            .statusCode())
                    .as(id)
                    .isEqualTo(404);
            assertThat(client.ask("/api/v1/sse/authenticate?connection_id=" + id, ANN, "")
                            .statusCode())
                    .as(id)
                    .isEqualTo(404);
        }
        try (Client.Streamed stream = client.stream("", ANN)) {
            String of = "/api/v1/sse/subscribe?connection_id=" + stream.id();
            assertThat(client.ask(of, EVE, "{}").statusCode()).isEqualTo(403);
            assertThat(client.ask(of, null, "{}").statusCode()).isEqualTo(401);
            assertThat(client.ask(of, ANN, "{}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void idsAreLongAndNeverTheSame() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ids.add(client.poll(null).sid());
        }
        assertThat(ids).hasSize(50).allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void aGuessedRecoveryKeyBringsNobodyBack() throws Exception {
        Polled ann = client.poll(ANN);
        String connected = ann.talk.await("40{");
        ann.emit("subscribe", "{\"room\":\"project:garden\"}");
        Polled eve = client.poll(null);
        eve.push("40{\"token\":\"" + EVE + "\",\"pid\":\"" + Client.word(connected, "pid") + "\"}");
        assertThat(Client.word(eve.talk.await("40{"), "sid")).isNotEqualTo(Client.word(connected, "sid"));
        assertThat(eve.emit("debug:rooms", "{}")).doesNotContain("project:garden", "user:ann");
        assertThat(ann.emit("ping", "{}")).as("who was guessed goes on").contains("pong");
    }
}
