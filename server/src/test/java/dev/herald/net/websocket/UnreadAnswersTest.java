package dev.herald.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.OriginRule;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.http.Router;
import dev.herald.loop.Clock;
import dev.herald.net.Bounded;
import dev.herald.net.Exchange;
import dev.herald.net.NetServer;
import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.Protocols;
import dev.herald.net.RawClient;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that asks much and does not read: over a socket, where one read holds thousands of small messages. */
@Timeout(120)
class UnreadAnswersTest {
    private static final int ASKED = 20_000;
    /** What the kernel takes of the answers differs; it is far from all. */
    private static final int HEARD_MAX = 3_000;

    private static final byte[] ANSWER = "a".repeat(8 << 10).getBytes(StandardCharsets.US_ASCII);
    private final WebSockets webSockets = new WebSockets(new WebSocketSettings(100_000, 5_000), Clock.system());
    private final AtomicInteger heard = new AtomicInteger();
    private NetServer server;

    @BeforeEach
    void start() throws NetStartException {
        server = new NetServer(
                NetSettings.of("127.0.0.1", 0).withLoops(1),
                new Router(
                        List.of(Route.get("/hello", request -> Response.text(200, "text/plain", "hello"))),
                        Router::notFound),
                Map.of("/ws", this::open),
                new Protocols(Http1::begin, Http2::begin),
                new SimpleMeterRegistry());
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void open(Exchange exchange) {
        Handshake judged = Handshake.judge(exchange.request(), new OriginRule(Set.of()));
        webSockets.open(exchange, (Handshake.Accepted) judged, Answering::new);
    }

    @Test
    void isHeardNoFartherThanItsAnswersAreTakenAndMissesNone() throws Exception {
        int port = server.address().getPort();
        byte[][] questions = new byte[ASKED][];
        for (int count = 0; count < ASKED; count++) {
            questions[count] = ClientFrames.text("a");
        }
        try (RawWebSocket client = RawWebSocket.opened(port)) {
            // After much in a row the server reads as much at once as it ever does.
            for (int count = 0; count < 50; count++) {
                client.send(ClientFrames.frame(ClientFrames.FINAL | ClientFrames.BINARY, new byte[60_000]));
            }
            client.send(ClientFrames.join(questions));
            Bounded.until(() -> heard.get() > 0);
            // The loop has finished what it read when it answers others.
            for (int count = 0; count < 3; count++) {
                assertOthersAreServed(port);
            }
            assertThat(heard.get()).isLessThan(HEARD_MAX);
            for (int count = 0; count < ASKED; count++) {
                assertThat(client.frame().payload()).hasSize(ANSWER.length);
            }
            assertThat(heard.get()).isEqualTo(ASKED);
        }
    }

    private static void assertOthersAreServed(int port) throws IOException {
        try (RawClient other = new RawClient(port)) {
            other.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(other.answer().body()).isEqualTo("hello");
        }
    }

    /** Answers each message at length. */
    private final class Answering implements WebSocketApplication {
        private final WebSocketConnection connection;

        Answering(WebSocketConnection connection) {
            this.connection = connection;
        }

        @Override
        public void onText(String text) {
            heard.incrementAndGet();
            connection.text(ANSWER);
        }

        @Override
        public void onBinary(byte[] message) {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosing() {}

        @Override
        public void onGone() {}
    }
}
