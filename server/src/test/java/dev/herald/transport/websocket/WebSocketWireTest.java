package dev.herald.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.journal.Drafts;
import dev.herald.net.NetSettings;
import dev.herald.net.websocket.ClientFrames;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.session.Await;
import dev.herald.session.LiveServer;
import dev.herald.session.SessionSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketWireTest {
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\"}";
    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LiveServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void javasOwnClientHearsWhatIsPublished() throws Exception {
        Listening listening = new Listening();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/api/v1/dashboard/ws"), listening)
                .get(20, TimeUnit.SECONDS);
        assertThat(listening.next()).contains("connection_established");
        // Java's client refuses a part while another one is being sent.
        socket.sendText("{\"type\":\"sub", false).get(20, TimeUnit.SECONDS);
        socket.sendText("scribe\"}", true).get(20, TimeUnit.SECONDS);
        assertThat(listening.next()).contains("subscription_confirmed");
        Position a = server.file("a");
        assertThat(listening.next()).contains("\"event_id\":\"" + a + "\"");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(20, TimeUnit.SECONDS);
        assertThat(listening.next()).isEqualTo("closed 1000");
        Await.until("the session is gone", () -> server.webSockets.open() == 0);
        assertThat(server.webSockets.total()).isEqualTo(1);
        assertThat(server.rules.open()).isZero();
    }

    @Test
    void handshakesThatAreNoneAreAnsweredAndTheServerStaysWell() throws Exception {
        int port = server.port();
        try (RawWebSocket client = new RawWebSocket(port)) {
            assertThat(client.handshake("Origin: https://evil.example")).startsWith("HTTP/1.1 403");
        }
        try (RawWebSocket client = new RawWebSocket(port)) {
            assertThat(client.request("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 426")
                    .containsIgnoringCase("upgrade: websocket");
        }
        try (RawWebSocket client = new RawWebSocket(port)) {
            assertThat(client.request("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                            + "Upgrade: foo\r\n\r\n"))
                    .startsWith("HTTP/1.1 426");
        }
        try (RawWebSocket client = new RawWebSocket(port)) {
            assertThat(client.request("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: "
                            + RawWebSocket.KEY + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 426")
                    .containsIgnoringCase("sec-websocket-version: 13");
        }
        try (RawWebSocket client = new RawWebSocket(port)) {
            assertThat(client.request("GET /ws HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                            + RawWebSocket.KEY + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 426");
        }
        try (RawWebSocket client = new RawWebSocket(port)) {
            assertThat(client.request("POST /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 405");
        }
        try (RawWebSocket client = new RawWebSocket(port)) {
            assertThat(client.handshake("Origin: http://127.0.0.1:" + port)).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(client.text()).contains("connection_established");
        }
    }

    @Test
    void brokenFramesCloseTheirConnectionAndNoOther() throws Exception {
        try (RawWebSocket other = RawWebSocket.opened(server.port())) {
            other.text();
            other.say(SUBSCRIBE).text();
            assertCloses(1002, ClientFrames.unmasked(0x81, "{}".getBytes()));
            assertCloses(1002, ClientFrames.frame(0x91, "{}".getBytes()));
            assertCloses(1007, ClientFrames.frame(0x81, new byte[] {(byte) 0xFF}));
            assertCloses(1009, ClientFrames.frame(0x81, new byte[(1 << 20) + 1]));
            assertCloses(4321, ClientFrames.close(4321));
            server.file("a");
            assertThat(other.text()).contains("\"file_path\":\"a\"");
        }
    }

    @Test
    void framesThatComeWithTheHandshakeAreRead() throws Exception {
        try (RawWebSocket client = new RawWebSocket(server.port())) {
            String head = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + RawWebSocket.KEY + "\r\n\r\n";
            client.send(ClientFrames.join(head.getBytes(), ClientFrames.text("{\"type\":\"ping\"}")));
            assertThat(client.request("")).startsWith("HTTP/1.1 101");
            assertThat(client.text()).contains("connection_established");
            assertThat(client.text()).contains("pong");
        }
    }

    @Test
    void whoFloodsPingsAndNeverReadsIsNotReadAndHurtsNobody() throws Exception {
        try (RawWebSocket flood = new RawWebSocket(server.port(), 4_096).open();
                RawWebSocket other = RawWebSocket.opened(server.port())) {
            other.text();
            other.say(SUBSCRIBE).text();
            byte[] ping = ClientFrames.text("{\"type\":\"ping\"}");
            byte[] many =
                    ClientFrames.join(java.util.Collections.nCopies(1_000, ping).toArray(byte[][]::new));
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 20_000; i++) {
                        flood.send(many);
                    }
                } catch (IOException closed) {
                    // The test closes the socket while the sender is stuck, as it must be.
                }
            });
            for (int i = 0; i < 100; i++) {
                server.file("a" + i);
                assertThat(other.text()).contains("\"file_path\":\"a" + i + "\"");
            }
            // Four hundred megabytes would be through if the server read them, and their answers in its memory.
            assertThat(sender.isAlive()).isTrue();
            flood.cut();
            sender.join(20_000);
            assertThat(sender.isAlive()).isFalse();
            Await.until("the flood is gone", () -> server.webSockets.open() == 1);
        }
    }

    @Test
    void aSlowReaderGetsEverythingOnceAndInOrder() throws Exception {
        try (RawWebSocket slow = new RawWebSocket(server.port(), 4_096).open()) {
            slow.text();
            slow.say(SUBSCRIBE).text();
            List<Position> positions = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                positions.addAll(server.append(Drafts.files(400)));
            }
            Await.until("the reader lags", () -> server.hub.statistics().lagging() == 1);
            for (Position position : positions) {
                assertThat(slow.text()).startsWith("{\"event_id\":\"" + position + "\"");
            }
            Await.until("the reader is live", () -> server.hub.statistics().lagging() == 0);
        }
    }

    @Test
    void plainAndCompressedSessionsHearTheSame() throws Exception {
        try (RawWebSocket plain = RawWebSocket.opened(server.port());
                RawWebSocket deflated =
                        RawWebSocket.opened(server.port(), "Sec-WebSocket-Extensions: permessage-deflate")) {
            for (RawWebSocket client : List.of(plain, deflated)) {
                client.text();
                client.say(SUBSCRIBE).text();
            }
            server.append(Drafts.files(500));
            for (int i = 0; i < 500; i++) {
                ClientFrames.Frame frame = deflated.frame();
                assertThat(frame.isDeflated()).isTrue();
                assertThat(frame.text()).isEqualTo(plain.text()).contains("\"file_path\":\"f" + i + "\"");
            }
        }
    }

    @Test
    void stoppingTellsTheClients() throws Exception {
        try (RawWebSocket client = RawWebSocket.opened(server.port());
                RawWebSocket silent = RawWebSocket.opened(server.port())) {
            client.text();
            silent.text();
            Thread closing = Thread.ofVirtual().start(server::close);
            assertThat(client.frame().closeCode()).isEqualTo(1001);
            client.send(ClientFrames.close(1001));
            assertThat(client.isEnded()).isTrue();
            closing.join(20_000);
            assertThat(closing.isAlive()).isFalse();
            assertThat(server.webSockets.open()).isZero();
        }
    }

    @Test
    void moreSessionsThanAllowedAreToldToComeBack() throws Exception {
        SessionSettings two = new SessionSettings(30_000, 300_000, 5_000, 1 << 20, 1_000, 256, 10_000, 2, 200_000);
        try (LiveServer small = new LiveServer(two, NetSettings.of("127.0.0.1", 0));
                RawWebSocket a = RawWebSocket.opened(small.port());
                RawWebSocket b = RawWebSocket.opened(small.port())) {
            a.text();
            b.text();
            try (RawWebSocket c = RawWebSocket.opened(small.port())) {
                assertThat(c.frame().closeCode()).isEqualTo(1013);
                assertThat(c.isEnded()).isTrue();
            }
            b.cut();
            Await.until("a place is free", () -> small.rules.open() == 1);
            try (RawWebSocket c = RawWebSocket.opened(small.port())) {
                assertThat(c.text()).contains("connection_established");
            }
        }
    }

    @Test
    void aClientThatVanishesLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 50; i++) {
            RawWebSocket client = RawWebSocket.opened(server.port());
            client.say(SUBSCRIBE);
            client.close();
        }
        Await.until("all came", () -> server.webSockets.total() == 50);
        Await.until("all are gone", () -> server.webSockets.open() == 0);
        assertThat(server.hub.statistics().connections()).isZero();
        assertThat(server.rules.open()).isZero();
    }

    private void assertCloses(int code, byte[] frame) throws IOException {
        try (RawWebSocket client = RawWebSocket.opened(server.port())) {
            client.text();
            client.send(frame);
            assertThat(client.frame().closeCode()).isEqualTo(code);
            if (code == 1007 || code == 1009) {
                client.send(ClientFrames.close(code));
            }
            assertThat(client.isEnded()).isTrue();
        }
    }

    /** Java's own client. */
    private static final class Listening implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        String next() throws InterruptedException {
            return heard.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return null;
        }
    }
}
