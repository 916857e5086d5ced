package dev.herald.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NettyLoop;
import dev.herald.net.websocket.ClientFrames;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.session.Await;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way from polling to WebSocket, with connections on several loops. */
@Timeout(60)
class UpgradeTest {
    private EngineServer server;

    @BeforeEach
    void start() throws Exception {
        server = new EngineServer(EngineServer.PATIENT, 3);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aWebSocketTakesOverWhicheverLoopItCameOn() throws Exception {
        String sid = server.opened();
        for (int turn = 0; turn < 9; turn++) {
            if (turn > 0) {
                sid = server.opened();
            }
            try (RawWebSocket socket = server.socket(sid)) {
                assertThat(socket.say("2probe").text()).isEqualTo("3probe");
                assertThat(server.poll(sid).body()).isEqualTo("6");
                socket.say("5").say("4hello");
                assertThat(socket.text()).isEqualTo("4hello");
                assertThat(server.sessions.getLast().transports).containsExactly("POLLING", "WEBSOCKET");
                assertThat(server.poll(sid).statusCode()).isEqualTo(400);
                assertThat(server.post(sid, "4x").statusCode()).isEqualTo(400);
                assertThat(socket.say("4still").text()).isEqualTo("4still");
            }
        }
    }

    @Test
    void aGetThatWaitsIsSentHomeByTheProbe() throws Exception {
        String sid = server.opened();
        CompletableFuture<HttpResponse<String>> waiting = server.pollAsync(sid);
        Await.until("the GET waits", () -> EngineWireTest.isPending(server.only()));
        try (RawWebSocket socket = server.socket(sid)) {
            socket.say("2probe");
            assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEqualTo("6");
            assertThat(socket.text()).isEqualTo("3probe");
        }
    }

    @Test
    void whatWaitedForAGetComesByTheWebSocketInOrder() throws Exception {
        String sid = server.opened();
        try (RawWebSocket socket = server.socket(sid, "Sec-WebSocket-Extensions: permessage-deflate")) {
            assertThat(socket.say("2probe").text()).isEqualTo("3probe");
            server.post(sid, "4a\u001ebAQID\u001e4b");
            socket.say("5").say("4c");
            assertThat(socket.text()).isEqualTo("4a");
            ClientFrames.Frame binary = socket.frame();
            assertThat(binary.opcode()).isEqualTo(ClientFrames.BINARY);
            assertThat(binary.payload()).containsExactly(1, 2, 3);
            assertThat(socket.text()).isEqualTo("4b");
            assertThat(socket.text()).isEqualTo("4c");
            assertThat(server.only().transports).containsExactly("POLLING", "WEBSOCKET_DEFLATED");
        }
    }

    @Test
    void bulkIsWholeAndInOrderAcrossTheUpgrade() throws Exception {
        String sid = server.opened();
        Echo echo = server.only();
        List<String> received = new ArrayList<>();
        echo.produce("x".repeat(100), 500);
        received.addAll(packets(server.poll(sid).body()));
        assertThat(received).hasSizeBetween(70, 100);
        received.addAll(packets(server.poll(sid).body()));
        try (RawWebSocket socket = server.socket(sid)) {
            assertThat(socket.say("2probe").text()).isEqualTo("3probe");
            assertThat(server.poll(sid).body()).as("nothing in bulk meanwhile").isEqualTo("6");
            socket.say("5");
            while (received.size() < 500) {
                received.add(socket.text());
            }
            echo.produce("y", 3);
            assertThat(socket.text()).isEqualTo("4y0");
        }
        for (int i = 0; i < 500; i++) {
            assertThat(received.get(i)).isEqualTo("4" + "x".repeat(100) + i);
        }
    }

    @Test
    void whatIsWrittenInOneTurnIsOneAnswer() throws Exception {
        String sid = server.opened();
        CompletableFuture<HttpResponse<String>> waiting = server.pollAsync(sid);
        Echo echo = server.only();
        Await.until("the GET waits", () -> EngineWireTest.isPending(echo));
        echo.produce("a", 5);
        assertThat(packets(waiting.get(20, TimeUnit.SECONDS).body()))
                .containsExactly("4a0", "4a1", "4a2", "4a3", "4a4");
        echo.inside(() -> assertThat(echo.session.isWritable()).isFalse());
    }

    @Test
    void onlyOneWebSocketCarriesASession() throws Exception {
        String sid = server.opened();
        try (RawWebSocket socket = server.socket(sid)) {
            socket.say("2probe").text();
            try (RawWebSocket second = server.socket(sid)) {
                assertThat(second.frame().closeCode()).isEqualTo(1008);
            }
            socket.say("5");
            Await.until("it takes over", () -> server.only().transports.size() == 2);
            try (RawWebSocket second = server.socket(sid)) {
                assertThat(second.frame().closeCode()).isEqualTo(1008);
                assertThat(second.isEnded()).isTrue();
            }
            assertThat(socket.say("4hello").text()).isEqualTo("4hello");
        }
    }

    @Test
    void anUpgradeThatFailsLeavesPollingAsItWas() throws Exception {
        String sid = server.opened();
        for (String first : List.of("4early", "5", "2", "1")) {
            try (RawWebSocket socket = server.socket(sid)) {
                assertThat(socket.say(first).frame().opcode()).as(first).isEqualTo(ClientFrames.CLOSE);
            }
        }
        try (RawWebSocket socket = server.socket(sid)) {
            socket.send(ClientFrames.frame(ClientFrames.FINAL | ClientFrames.BINARY, new byte[3]));
            assertThat(socket.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
        }
        try (RawWebSocket socket = server.socket(sid)) {
            socket.say("2probe").text();
            socket.cut();
        }
        Await.until("another may ask", () -> {
            try (RawWebSocket socket = server.socket(sid)) {
                return socket.say("2probe").frame().opcode() == ClientFrames.TEXT;
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(server.post(sid, "4a").statusCode()).isEqualTo(200);
        assertThat(server.poll(sid).body()).isEqualTo("4a");
        assertThat(server.only().transports).containsExactly("POLLING");
    }

    @Test
    void anUpgradeHasItsTime() throws Exception {
        try (EngineServer hasty = new EngineServer(new EngineSettings(60_000, 400, 1_000, 100, 8_000, 4_000), 2)) {
            String sid = hasty.opened();
            try (RawWebSocket socket = hasty.socket(sid)) {
                assertThat(socket.say("2probe").text()).isEqualTo("3probe");
                assertThat(socket.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
            }
            assertThat(hasty.post(sid, "4a").statusCode()).isEqualTo(200);
            assertThat(hasty.poll(sid).body()).isEqualTo("4a");
        }
    }

    @Test
    void aSessionThatEndsTakesItsProbeWithIt() throws Exception {
        String sid = server.opened();
        try (RawWebSocket socket = server.socket(sid)) {
            socket.say("2probe").text();
            server.post(sid, "1");
            assertThat(socket.frame().opcode()).isEqualTo(ClientFrames.CLOSE);
        }
    }

    @Test
    void requestsOfEveryLoopReachTheSessionAndAreAnsweredOnTheirOwn() throws Exception {
        String sid = server.opened();
        for (NettyLoop loop : server.net.loops()) {
            ManualExchange post = ask(loop, "POST", sid, "4x");
            assertThat(new String(post.answer.get(20, TimeUnit.SECONDS).body())).isEqualTo("ok");
            ManualExchange get = ask(loop, "GET", sid, "");
            assertThat(new String(get.answer.get(20, TimeUnit.SECONDS).body())).isEqualTo("4x");
        }
    }

    @Test
    void aSecondPostWhileOneIsAnsweredEndsTheSession() throws Exception {
        String sid = server.opened();
        NettyLoop home = server.only().session.loop();
        NettyLoop other = server.net.loops().stream()
                .filter(loop -> loop != home)
                .findFirst()
                .orElseThrow();
        ManualExchange[] posts = new ManualExchange[2];
        // The home is held until both have come.
        server.only().inside(() -> {
            posts[0] = ask(other, "POST", sid, "4x");
            posts[1] = ask(other, "POST", sid, "4y");
            // The first is answered there, so that loop is held until the home has looked at both.
            CompletableFuture<Void> seen = new CompletableFuture<>();
            other.post(() -> seen.orTimeout(20, TimeUnit.SECONDS).join());
            home.post(() -> seen.complete(null));
        });
        assertThat(posts[0].answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(posts[1].answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(400);
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
    }

    /** Asks on that loop, and waits until the request is on its way. */
    private ManualExchange ask(NettyLoop loop, String method, String sid, String body) {
        ManualExchange exchange = new ManualExchange(loop, method, sid, body);
        CompletableFuture<Void> asked = new CompletableFuture<>();
        loop.post(() -> {
            exchange.answer.thenRun(server.endpoint.onHead(exchange.request(), loop));
            server.endpoint.onRequest(exchange);
            asked.complete(null);
        });
        asked.orTimeout(20, TimeUnit.SECONDS).join();
        return exchange;
    }

    private static List<String> packets(String body) {
        return Arrays.asList(body.split("\u001e"));
    }
}
