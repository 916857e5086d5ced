package dev.herald.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loop.Clock;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.session.Await;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said before a session is closed still leaves. */
@Timeout(60)
class LastWordsTest {
    private EngineServer server;

    @BeforeEach
    void start() throws Exception {
        server = new EngineServer(EngineServer.PATIENT, 2);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anApplicationThatClosesIsFollowedByItsLastWords() throws Exception {
        String sid = server.opened();
        Echo echo = server.only();
        echo.inside(() -> {
            echo.session.say("bye");
            echo.session.close("enough");
            echo.session.say("never");
        });
        assertThat(server.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("enough");
        assertThat(server.post(sid, "4x").statusCode()).isEqualTo(400);
        assertThat(server.poll(sid).body()).isEqualTo("4bye\u001e1");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
        try (RawWebSocket socket = server.socket("")) {
            socket.text();
            Echo second = server.sessions.getLast();
            second.inside(() -> {
                second.session.say("bye");
                second.session.close("enough");
            });
            assertThat(socket.text()).isEqualTo("4bye");
            assertThat(socket.frame().closeCode()).isEqualTo(1000);
        }
        Await.until("none is left", () -> server.endpoint.open() == 0);
        assertThat(server.closed).hasValue(2);
    }

    @Test
    void lastWordsThatDoNotFitOneAnswerComeWithTheNext() throws Exception {
        String sid = EngineServer.sid(
                server.send("GET", "EIO=4&transport=polling&t=1764543215.5", "").body());
        Echo echo = server.only();
        echo.inside(() -> {
            for (int i = 0; i < 20; i++) {
                echo.session.say("bye" + i);
            }
            echo.session.close("enough");
        });
        assertThat(server.poll(sid).body().split("\u001e")).hasSize(16);
        assertThat(server.poll(sid).body().split("\u001e")).hasSize(5).endsWith("1");
        assertThat(server.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void lastWordsThatNobodyFetchesAreForgottenInTime() throws Exception {
        AtomicLong millis = new AtomicLong();
        EngineSettings swept = new EngineSettings(80, 60_000, 1_000, 10_000, 8_000, 4_000);
        try (EngineServer held = new EngineServer(swept, 1, new HeldClock(millis))) {
            String sid = held.opened();
            Echo echo = held.only();
            echo.inside(() -> {
                echo.session.say("bye");
                echo.session.close("enough");
            });
            assertThat(held.ended.poll(20, TimeUnit.SECONDS)).isEqualTo("enough");
            assertThat(held.endpoint.open()).isOne();
            millis.addAndGet(5_000);
            Await.until("the last words are forgotten", () -> held.endpoint.open() == 0);
            assertThat(held.poll(sid).statusCode()).isEqualTo(400);
            assertThat(held.closed).hasValue(1);
        }
    }

    /** Stands still unless it is moved. */
    private record HeldClock(AtomicLong millis) implements Clock {
        @Override
        public long epochMillis() {
            return millis.get();
        }

        @Override
        public long nanos() {
            return millis.get() * 1_000_000;
        }
    }
}
