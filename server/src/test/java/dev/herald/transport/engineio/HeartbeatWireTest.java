package dev.herald.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.websocket.RawWebSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeartbeatWireTest {
    private EngineServer server;

    @BeforeEach
    void start() throws Exception {
        server = new EngineServer(new EngineSettings(150, 2_000, 1_000, 10_000, 8_000, 4_000), 2);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pollingIsPingedAndAnswersByPost() throws Exception {
        String sid = server.opened();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(server.poll(sid).body()).isEqualTo("2");
            assertThat(server.post(sid, "3").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aWebSocketIsPinged() throws Exception {
        try (RawWebSocket socket = server.socket("")) {
            socket.text();
            for (int turn = 0; turn < 3; turn++) {
                assertThat(socket.text()).isEqualTo("2");
                socket.say("3");
            }
        }
    }

    @Test
    void withoutAPongTheSessionIsGone() throws Exception {
        String sid = server.opened();
        try (RawWebSocket socket = server.socket("")) {
            socket.text();
            assertThat(socket.text()).isEqualTo("2");
            assertThat(socket.frame().opcode()).isEqualTo(dev.herald.net.websocket.ClientFrames.CLOSE);
        }
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("ping timeout, lost");
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("ping timeout, lost");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
        assertThat(server.endpoint.open()).isZero();
    }

    @Test
    void aGetThatWaitsHearsOfTheTimeout() throws Exception {
        String sid = server.opened();
        assertThat(server.poll(sid).body()).isEqualTo("2");
        assertThat(server.poll(sid).body()).isEqualTo("1");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
    }
}
