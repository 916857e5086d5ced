package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WebSocketLinkTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final RecordingSocket socket = new RecordingSocket();
    private final WebSocketLink link = new WebSocketLink();

    @Test
    void joinsTheFragmentsOfAMessage() throws Exception {
        link.onOpen(socket);
        link.onText(socket, "{\"a\"", false);
        link.onText(socket, ":", false);
        link.onText(socket, "1}", true);
        link.onText(socket, "{}", true);
        assertThat(link.next(SHORT)).isEqualTo("{\"a\":1}");
        assertThat(link.next(SHORT)).isEqualTo("{}");
    }

    @Test
    void asksForAnotherMessageOnlyWhenOneWasTaken() throws Exception {
        link.onOpen(socket);
        assertThat(socket.requested).isEqualTo(WebSocketLink.CREDIT);
        for (int i = 0; i < WebSocketLink.CREDIT; i++) {
            link.onText(socket, "{}", true);
        }
        assertThat(socket.requested).isEqualTo(WebSocketLink.CREDIT);
        link.next(SHORT);
        assertThat(socket.requested).isEqualTo(WebSocketLink.CREDIT + 1);
    }

    @Test
    void aMessageIsBoundedAndTheBoundIsExact() throws Exception {
        link.onOpen(socket);
        String half = "x".repeat(WebSocketLink.MESSAGE_LENGTH_MAX / 2);
        link.onText(socket, half, false);
        link.onText(socket, half, true);
        assertThat(link.next(SHORT)).hasSize(WebSocketLink.MESSAGE_LENGTH_MAX);
        link.onText(socket, half + half, false);
        link.onText(socket, "x", true);
        assertThat(socket.isAborted).isTrue();
        lost("above");
    }

    @Test
    void silenceIsALostConnection() {
        link.onOpen(socket);
        lost("nothing came");
    }

    @Test
    void whatCameBeforeTheEndIsStillTaken() throws Exception {
        link.onOpen(socket);
        link.onText(socket, "{}", true);
        link.onClose(socket, WebSocket.NORMAL_CLOSURE + 1, "going away");
        assertThat(link.next(SHORT)).isEqualTo("{}");
        lost("1001 going away");
        lost("1001 going away");
    }

    @Test
    void aTokenThatExpiredOrIsForbiddenIsTheEnd() {
        for (int code : new int[] {1008, 4401, 4403}) {
            WebSocketLink one = new WebSocketLink();
            one.onClose(socket, code, "");
            assertThatThrownBy(() -> one.next(SHORT)).isInstanceOf(Link.RefusedException.class);
        }
        WebSocketLink hasty = new WebSocketLink();
        hasty.onClose(socket, 1008, "over the rate limit");
        assertThatThrownBy(() -> hasty.next(SHORT)).isInstanceOf(Link.LostException.class);
        WebSocketLink full = new WebSocketLink();
        full.onClose(socket, 1013, "over capacity");
        assertThatThrownBy(() -> full.next(SHORT)).isInstanceOf(Link.LostException.class);
    }

    @Test
    void aBrokenConnectionIsLostWhereverItShows() {
        link.onOpen(socket);
        socket.failsToSend = true;
        link.beat();
        lost("sending failed");
        WebSocketLink reading = new WebSocketLink();
        reading.onError(socket, new IOException("reset"));
        assertThatThrownBy(() -> reading.next(SHORT)).hasMessageContaining("reset");
    }

    @Test
    void closingWakesWhoWaitsAndTellsTheServer() {
        link.onOpen(socket);
        link.beat();
        link.close();
        lost("closed here");
        assertThat(socket.sent).containsExactly("{\"type\":\"ping\"}", "close 1000");
        assertThat(socket.isAborted).isTrue();
    }

    @Test
    void aHandshakeThatCameTooLateIsNotKept() {
        link.close();
        link.onOpen(socket);
        assertThat(socket.isAborted).isTrue();
        assertThat(socket.requested).isZero();
    }

    private void lost(String reason) {
        assertThatThrownBy(() -> link.next(SHORT))
                .isInstanceOf(Link.LostException.class)
                .hasMessageContaining(reason);
    }
}
