package dev.herald.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NettyLoop;
import dev.herald.session.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests with as many packets as a body may have: the others on the loop have their turns meanwhile. */
@Timeout(60)
class LargeBodyTest {
    private static final int BYTES = 1_000_000;
    private EngineServer server;

    @BeforeEach
    void start() throws Exception {
        server = new EngineServer(EngineSettings.DEFAULT.withPing(60_000, 60_000), 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void othersHaveTheirTurnsBetweenAFewPackets() throws Exception {
        String sid = server.opened();
        int packets = BYTES / 2;
        Turns turns = new Turns(server.only().session.loop());
        CompletableFuture<HttpResponse<String>> pushed =
                server.sendAsync("POST", "EIO=4&transport=polling&sid=" + sid, "3" + "\u001e3".repeat(packets - 1));
        pushed.thenRun(turns::end);
        turns.onTurn();
        assertThat(pushed.get(30, TimeUnit.SECONDS).body()).isEqualTo("ok");
        assertThat(turns.count.get()).isGreaterThan(packets / Push.PACKETS_MAX / 2);
    }

    @Test
    void packetsKeepTheirOrderAndTheNextRequestComesAfterThem() throws Exception {
        String sid = server.opened();
        int packets = 1_000;
        StringBuilder body = new StringBuilder("40");
        for (int i = 1; i < packets; i++) {
            body.append("\u001e4").append(i);
        }
        assertThat(server.post(sid, body.toString()).body()).isEqualTo("ok");
        assertThat(server.post(sid, "4" + packets).body()).isEqualTo("ok");
        String heard = server.poll(sid).body();
        assertThat(heard).isEqualTo(body + "\u001e4" + packets);
    }

    @Test
    void whatIsNoneInTheMiddleEndsTheSession() throws Exception {
        String sid = server.opened();
        HttpResponse<String> answer = server.post(sid, "4a" + "\u001e3".repeat(1_000) + "\u001ex" + "\u001e4b");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("a packet that is none");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void anApplicationThatFailsInALaterTurnEndsItsOwnSessionAlone() throws Exception {
        String sid = server.opened();
        assertThat(server.post(sid, "3" + "\u001e3".repeat(1_000) + "\u001e4fail")
                        .statusCode())
                .isEqualTo(500);
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("the server failed");
        assertThat(server.post(server.opened(), "4x").statusCode())
                .as("another lives")
                .isEqualTo(200);
    }

    @Test
    void twoBodiesAtOnceEndTheSessionAlsoWhenOneIsLongInComing() throws Exception {
        String sid = server.opened();
        try (Socket slow = begun(sid, "")) {
            Await.until("the second meets the first", () -> refused(sid));
            assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("two requests with packets at once");
            assertThat(server.poll(sid).statusCode()).isEqualTo(400);
            slow.getOutputStream().write("ello".getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(slow.getInputStream())).readLine())
                    .contains(" 400 ");
        }
    }

    @Test
    void whoMayNotUseASessionCannotEndItAndWhoHasLeftIsForgotten() throws Exception {
        String sid = server.opened();
        server.principal = "ada";
        try (Socket stranger = begun(sid, "&as=bob")) {
            for (int i = 0; i < 20; i++) {
                assertThat(server.send("POST", "EIO=4&transport=polling&as=ada&sid=" + sid, "3")
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(stranger.isConnected()).isTrue();
        }
        begun(sid, "&as=ada").close();
        assertThat(server.ended).isEmpty();
    }

    private boolean refused(String sid) {
        try {
            return server.post(sid, "3").statusCode() == 400;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** A request whose head has come, and a part of its body. */
    private Socket begun(String sid, String more) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        String head = "POST /engine.io/?EIO=4&transport=polling&sid=" + sid + more
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n4h";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Takes each turn of the loop, but only one task in it: between two of them the loop has looked at its connections. */
    private static final class Turns {
        private final NettyLoop loop;
        private final AtomicInteger count = new AtomicInteger();
        private volatile boolean isOver;

        private Turns(NettyLoop loop) {
            this.loop = loop;
        }

        private void onTurn() {
            if (!isOver) {
                count.incrementAndGet();
                loop.schedule(0, this::onTurn);
            }
        }

        private void end() {
            isOver = true;
        }
    }
}
