package dev.herald.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NettyLoop;
import java.net.http.HttpResponse;
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
        assertThat(turns.count.get()).isGreaterThan(packets / Push.PACKETS_MAX);
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

    /** Takes a turn of the loop whenever it may. */
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
                loop.post(this::onTurn);
            }
        }

        private void end() {
            isOver = true;
        }
    }
}
