package dev.herald.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.websocket.ClientFrames;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.session.Await;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions as clients see them, with connections on several loops. */
@Timeout(60)
class EngineWireTest {
    private EngineServer server;

    @BeforeEach
    void start() throws Exception {
        server = new EngineServer(EngineServer.PATIENT, 3, "http://page.example");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aGetOpensASessionAndIsToldItsFigures() throws Exception {
        HttpResponse<String> response = server.send("GET", "EIO=4&transport=polling&t=x", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(response.body())
                .matches("0\\{\"sid\":\"[0-9a-f-]{36}\",\"upgrades\":\\[\"websocket\"],\"pingInterval\":60000,"
                        + "\"pingTimeout\":60000,\"maxPayload\":1000}");
        assertThat(server.endpoint.open()).isEqualTo(1);
    }

    @Test
    void aWebSocketOpensASession() throws Exception {
        try (RawWebSocket socket = server.socket("")) {
            assertThat(socket.text()).startsWith("0{\"sid\":\"").contains("\"upgrades\":[],");
            assertThat(socket.say("4hello").text()).isEqualTo("4hello");
            socket.send(ClientFrames.frame(ClientFrames.FINAL | ClientFrames.BINARY, new byte[] {1, 2, 3}));
            ClientFrames.Frame binary = socket.frame();
            assertThat(binary.opcode()).isEqualTo(ClientFrames.BINARY);
            assertThat(binary.payload()).containsExactly(1, 2, 3);
            socket.say("1");
            assertThat(socket.frame().closeCode()).isEqualTo(1000);
            assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("the client closed");
        }
        Await.until("the session is gone", () -> server.endpoint.open() == 0);
    }

    @Test
    void whatIsWrongWithARequestHasItsCode() throws Exception {
        String sid = server.opened();
        String polling = "EIO=4&transport=polling";
        assertRefused("GET", "EIO=4", 0, "Transport unknown");
        assertRefused("GET", "EIO=4&transport=tobi", 0, "Transport unknown");
        assertRefused("GET", polling + "&sid=nobody", 1, "Session ID unknown");
        assertRefused("POST", polling + "&sid=nobody", 1, "Session ID unknown");
        assertRefused("POST", polling, 2, "Bad handshake method");
        assertRefused("PUT", polling, 2, "Bad handshake method");
        assertRefused("DELETE", polling + "&sid=" + sid, 3, "Bad request");
        assertRefused("GET", "EIO=4&transport=websocket", 3, "Bad request");
        assertRefused("GET", polling + "&j=0", 3, "Bad request");
        assertRefused("GET", "transport=polling", 5, "Unsupported protocol version");
        assertRefused("GET", "EIO=3&transport=polling", 5, "Unsupported protocol version");
        assertRefused("GET", "EIO=abc&transport=polling", 5, "Unsupported protocol version");
        for (String query : List.of("transport=websocket", "EIO=abc&transport=websocket", "EIO=4&transport=abc")) {
            try (RawWebSocket socket = new RawWebSocket(server.port())) {
                assertThat(socket.handshakeTo("/engine.io/?" + query)).startsWith("HTTP/1.1 400");
            }
        }
        try (RawWebSocket socket = new RawWebSocket(server.port())) {
            assertThat(socket.handshakeTo("/engine.io/?EIO=4&transport=websocket&sid=nobody"))
                    .startsWith("HTTP/1.1 400");
        }
        assertThat(server.post(sid, "4still there").statusCode()).isEqualTo(200);
    }

    private void assertRefused(String method, String query, int code, String message) throws Exception {
        HttpResponse<String> response = server.send(method, query, "");
        assertThat(response.statusCode()).as(method + " " + query).isEqualTo(400);
        assertThat(response.body())
                .as(method + " " + query)
                .isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
    }

    /** As io.socket:socket.io-client, the Java client, writes it. */
    @Test
    void base64MayBeBrokenIntoLines() throws Exception {
        String sid = server.opened();
        assertThat(server.post(sid, "bAQID\nBA==\n\u001e4a\u001ebAQ\r\n==\r\n").statusCode())
                .isEqualTo(200);
        assertThat(server.poll(sid).body()).isEqualTo("bAQIDBA==\u001e4a\u001ebAQ==");
        assertThat(server.post(sid, "bAQ I=").statusCode()).isEqualTo(400);
    }

    @Test
    void pagesOfOtherOriginsAreJudged() throws Exception {
        String query = "EIO=4&transport=polling";
        HttpResponse<String> allowed = server.send("GET", query, "", "Origin", "http://page.example");
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).hasValue("http://page.example");
        HttpResponse<String> preflight = server.send(
                "OPTIONS",
                query,
                "",
                "Origin",
                "http://page.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("access-control-allow-methods")
                        .orElse(""))
                .contains("POST");
        assertThat(preflight
                        .headers()
                        .firstValue("access-control-allow-headers")
                        .orElse(""))
                .contains("Content-Type");
        HttpResponse<String> foreign = server.send("GET", query, "", "Origin", "http://evil.example");
        assertThat(foreign.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(server.send("POST", query, "", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        try (RawWebSocket socket = new RawWebSocket(server.port())) {
            assertThat(socket.handshakeTo("/engine.io/?EIO=4&transport=websocket", "Origin: http://evil.example"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void everythingThatWaitsIsInOneBody() throws Exception {
        String sid = server.opened();
        assertThat(server.post(sid, "4test1\u001e4é😀\u001ebAQIDBA==\u001e4test3")
                        .body())
                .isEqualTo("ok");
        assertThat(server.poll(sid).body()).isEqualTo("4test1\u001e4é😀\u001ebAQIDBA==\u001e4test3");
        CompletableFuture<HttpResponse<String>> waiting = server.pollAsync(sid);
        Await.until("the GET waits", () -> isPending(server.only()));
        assertThat(server.post(sid, "4a\u001e4b").body()).isEqualTo("ok");
        assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEqualTo("4a\u001e4b");
    }

    @Test
    void malformedBodiesEndTheSession() throws Exception {
        for (String body : List.of("abc", "4a\u001e", "\u001e", "b!!", "7", "0{}", "2", "")) {
            String sid = server.opened();
            assertThat(server.post(sid, body).statusCode()).as(body).isEqualTo(400);
            assertThat(server.poll(sid).statusCode()).as(body).isEqualTo(400);
            assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("a packet that is none");
        }
        String sid = server.opened();
        HttpResponse<String> binary = server.send(
                "POST", "EIO=4&transport=polling&sid=" + sid, "4a", "Content-Type", "application/octet-stream");
        assertThat(binary.statusCode()).isEqualTo(400);
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
        try (RawWebSocket socket = server.socket("")) {
            socket.text();
            assertThat(socket.say("abc").frame().opcode()).isEqualTo(ClientFrames.CLOSE);
        }
    }

    @Test
    void messagesAreAtMostThePayload() throws Exception {
        String sid = server.opened();
        String largest = "4" + "x".repeat(999);
        assertThat(server.post(sid, largest).statusCode()).isEqualTo(200);
        assertThat(server.poll(sid).body()).isEqualTo(largest);
        assertThat(server.post(sid, largest + "x").statusCode()).isEqualTo(413);
        try (RawWebSocket socket = server.socket("")) {
            socket.text();
            assertThat(socket.say(largest).text()).isEqualTo(largest);
            assertThat(socket.say(largest + "x").frame().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aSecondGetEndsTheSession() throws Exception {
        String sid = server.opened();
        CompletableFuture<HttpResponse<String>> first = server.pollAsync(sid);
        Await.until("the GET waits", () -> isPending(server.only()));
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(first.get().body()).isEqualTo("1");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void aClientThatLeavesItsGetEndsTheSession() throws Exception {
        String sid = server.opened();
        try (RawWebSocket client = new RawWebSocket(server.port())) {
            client.send(("GET /engine.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes());
            Await.until("the GET waits", () -> isPending(server.only()));
        }
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("transport close, lost");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
        assertThat(server.endpoint.open()).isZero();
    }

    @Test
    void aConnectionThatClosesBetweenTwoGetsEndsNothing() throws Exception {
        String sid = server.opened();
        for (int turn = 0; turn < 5; turn++) {
            server.post(sid, "4" + turn);
            try (RawWebSocket client = new RawWebSocket(server.port())) {
                String head = client.request(
                        "GET /engine.io?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(head).startsWith("HTTP/1.1 200");
            }
        }
        assertThat(server.post(sid, "4last").statusCode()).isEqualTo(200);
        assertThat(server.poll(sid).body()).isEqualTo("4last");
    }

    @Test
    void aClientThatClosesGetsItsGetBack() throws Exception {
        String sid = server.opened();
        CompletableFuture<HttpResponse<String>> waiting = server.pollAsync(sid);
        Await.until("the GET waits", () -> isPending(server.only()));
        assertThat(server.post(sid, "1").body()).isEqualTo("ok");
        assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEqualTo("6");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("the client closed");
    }

    @Test
    void packetsThatWaitForAGetHaveALimit() throws Exception {
        String sid = server.opened();
        String packet = "4" + "x".repeat(990);
        for (int i = 0; i < 4; i++) {
            assertThat(server.post(sid, packet).statusCode()).isEqualTo(200);
        }
        server.post(sid, packet);
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("the client does not take what it is sent");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void anApplicationThatFailsLosesItsSessionOnly() throws Exception {
        String other = server.opened();
        String sid = server.opened();
        HttpResponse<String> failed = server.post(sid, "4fail");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("a test");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
        server.post(other, "4x");
        assertThat(server.poll(other).body()).isEqualTo("4x");
    }

    @Test
    void theApplicationSaysWhoMayUseASession() throws Exception {
        String sid = server.opened();
        server.principal = "ada";
        assertThat(server.poll(sid).statusCode()).isEqualTo(403);
        assertThat(server.post(sid, "4x").statusCode()).isEqualTo(403);
        try (RawWebSocket socket = new RawWebSocket(server.port())) {
            assertThat(socket.handshakeTo("/engine.io/?EIO=4&transport=websocket&as=bob&sid=" + sid))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(server.send("POST", "EIO=4&transport=polling&as=ada&sid=" + sid, "4x")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send("GET", "EIO=4&transport=polling&unwanted=1", "").statusCode())
                .isEqualTo(429);
    }

    @Test
    void aPythonClientGetsAtMostSixteenPacketsInAnAnswerAndAllOfThem() throws Exception {
        for (String[] client :
                List.of(new String[] {"&t=1764543215.1234567", "x"}, new String[] {"", "python-requests/2.31.0"})) {
            HttpResponse<String> open =
                    server.send("GET", "EIO=4&transport=polling" + client[0], "", "User-Agent", client[1]);
            String sid = EngineServer.sid(open.body());
            Echo echo = server.sessions.getLast();
            echo.produce("bulk", 100);
            server.post(sid, "4said" + "\u001e4said".repeat(49));
            List<String> heard = new ArrayList<>();
            while (heard.size() < 150) {
                List<String> packets = List.of(server.poll(sid).body().split("\u001e"));
                assertThat(packets.size()).isLessThanOrEqualTo(16);
                heard.addAll(packets);
            }
            assertThat(heard.stream().filter("4said"::equals)).hasSize(50);
            assertThat(heard.stream().filter(packet -> packet.startsWith("4bulk")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "4bulk" + i).toList());
        }
    }

    @Test
    void whatAPythonClientHasNotFetchedComesByItsWebSocketPacketByPacket() throws Exception {
        String sid = EngineServer.sid(
                server.send("GET", "EIO=4&transport=polling&t=1764543215.5", "").body());
        server.post(sid, "4a" + "\u001e4a".repeat(39));
        assertThat(server.poll(sid).body().split("\u001e")).hasSize(16);
        try (RawWebSocket socket = server.socket(sid)) {
            assertThat(socket.say("2probe").text()).isEqualTo("3probe");
            socket.say("5").say("4last");
            for (int i = 0; i < 24; i++) {
                assertThat(socket.text()).isEqualTo("4a");
            }
            assertThat(socket.text()).isEqualTo("4last");
        }
    }

    @Test
    void stoppingAnswersTheGetsThatWait() throws Exception {
        String sid = server.opened();
        CompletableFuture<HttpResponse<String>> waiting = server.pollAsync(sid);
        Await.until("the GET waits", () -> isPending(server.only()));
        try (RawWebSocket socket = server.socket("")) {
            socket.text();
            Thread closing = Thread.ofVirtual().start(server::close);
            assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEqualTo("1");
            assertThat(socket.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
            socket.send(ClientFrames.close(1000));
            closing.join(20_000);
            assertThat(closing.isAlive()).isFalse();
        }
    }

    static boolean isPending(Echo echo) {
        boolean[] answer = new boolean[1];
        echo.inside(() -> answer[0] = echo.session.isWritable());
        return answer[0];
    }
}
