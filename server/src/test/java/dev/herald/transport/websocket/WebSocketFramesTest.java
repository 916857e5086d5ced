package dev.herald.transport.websocket;

import static dev.herald.net.websocket.ClientFrames.BINARY;
import static dev.herald.net.websocket.ClientFrames.CLOSE;
import static dev.herald.net.websocket.ClientFrames.CONTINUATION;
import static dev.herald.net.websocket.ClientFrames.FINAL;
import static dev.herald.net.websocket.ClientFrames.PING;
import static dev.herald.net.websocket.ClientFrames.PONG;
import static dev.herald.net.websocket.ClientFrames.RSV1;
import static dev.herald.net.websocket.ClientFrames.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.websocket.ClientFrames;
import dev.herald.session.SessionSettings;
import dev.herald.session.SessionStage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest {
    private static final String PING_MESSAGE = "{\"type\":\"ping\"}";
    private final SessionStage stage = new SessionStage(SessionSettings.DEFAULT);
    private SessionChannel client = opened(false);

    @Test
    void fragmentsAreOneMessageWithPingsBetween() {
        byte[] json = utf8("{\"type\":\"ping\",\"x\":\"é😀\"}");
        client.send(
                ClientFrames.frame(TEXT, Arrays.copyOf(json, 21)),
                ClientFrames.frame(FINAL | PING, utf8("hi")),
                ClientFrames.frame(CONTINUATION, new byte[0]),
                ClientFrames.frame(CONTINUATION, Arrays.copyOfRange(json, 21, 24)),
                ClientFrames.frame(FINAL | CONTINUATION, Arrays.copyOfRange(json, 24, json.length)));
        List<ClientFrames.Frame> frames = client.frames();
        assertThat(frames.get(0).opcode()).isEqualTo(PONG);
        assertThat(frames.get(0).payload()).isEqualTo(utf8("hi"));
        assertThat(frames.get(1).text()).contains("\"type\":\"pong\"");
        assertThat(frames).hasSize(2);
    }

    @Test
    void manyFramesInOneReadAndOneFrameInManyReads() {
        client.send(ClientFrames.join(
                ClientFrames.text(PING_MESSAGE), ClientFrames.text(PING_MESSAGE), ClientFrames.text(PING_MESSAGE)));
        assertThat(client.frames()).hasSize(3);
        for (byte b : ClientFrames.text(PING_MESSAGE)) {
            client.send(new byte[] {b});
        }
        assertThat(client.frames()).hasSize(1);
    }

    @Test
    void everyPingIsAnsweredWithItsPayload() {
        byte[] payload = new byte[125];
        new Random(1).nextBytes(payload);
        client.send(ClientFrames.frame(FINAL | PING, payload), ClientFrames.frame(FINAL | PING, new byte[0]));
        List<ClientFrames.Frame> frames = client.frames();
        assertThat(frames.get(0).payload()).isEqualTo(payload);
        assertThat(frames.get(1).payload()).isEmpty();
    }

    @Test
    void binaryIsAnErrorAndTheConnectionStaysOpen() {
        client.send(ClientFrames.frame(FINAL | BINARY, utf8(PING_MESSAGE)));
        assertThat(client.texts()).singleElement().asString().contains("\"code\":\"BAD_REQUEST\"");
        client.say(PING_MESSAGE);
        assertThat(client.texts()).hasSize(1);
    }

    @Test
    void aMessageOfTheLimitIsReadAndOneByteMoreIsTooBig() {
        int max = SessionSettings.DEFAULT.messageBytesMax();
        client.say(padded(max));
        assertThat(client.texts()).singleElement().asString().contains("pong");
        client.say(padded(max + 1));
        assertClosed(1009);
    }

    @Test
    void fragmentsThatAddUpToMoreAreTooBig() {
        byte[] half = new byte[SessionSettings.DEFAULT.messageBytesMax() / 2 + 1];
        Arrays.fill(half, (byte) ' ');
        client.send(ClientFrames.frame(TEXT, half), ClientFrames.frame(FINAL | CONTINUATION, half));
        assertClosed(1009);
    }

    @Test
    void textIsUtf8() {
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xC0, (byte) 0xAF},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xE2, (byte) 0x82},
                new byte[] {(byte) 0xFF})) {
            client = opened(false);
            client.send(ClientFrames.frame(FINAL | TEXT, bad));
            assertClosed(1007);
        }
    }

    @Test
    void brokenFramesEndTheConnection() {
        List<byte[]> broken = List.of(
                ClientFrames.unmasked(FINAL | TEXT, utf8(PING_MESSAGE)),
                ClientFrames.frame(FINAL | RSV1 | TEXT, utf8(PING_MESSAGE)),
                ClientFrames.frame(FINAL | 0x20 | TEXT, utf8(PING_MESSAGE)),
                ClientFrames.frame(FINAL | 0x10 | PING, new byte[0]),
                ClientFrames.frame(FINAL | 0x3, new byte[0]),
                ClientFrames.frame(FINAL | 0xB, new byte[0]),
                ClientFrames.frame(FINAL | CONTINUATION, new byte[0]),
                ClientFrames.frame(PING, new byte[0]),
                ClientFrames.frame(FINAL | PING, new byte[126]),
                ClientFrames.frame(FINAL | CLOSE, new byte[1]),
                ClientFrames.close(1005),
                ClientFrames.close(999),
                ClientFrames.join(ClientFrames.frame(TEXT, utf8("{")), ClientFrames.text("{}")));
        for (int i = 0; i < broken.size(); i++) {
            client = opened(false);
            client.send(broken.get(i));
            List<ClientFrames.Frame> frames = client.frames();
            assertThat(frames).as("broken frame " + i).hasSize(1);
            assertThat(frames.getFirst().closeCode()).as("broken frame " + i).isEqualTo(1002);
            client.send(ClientFrames.text(PING_MESSAGE));
            assertThat(client.frames()).as("after broken frame " + i).isEmpty();
            stage.loop.advance(10_000);
            assertThat(client.channel().isOpen()).isFalse();
        }
        assertThat(stage.rules.open()).isEqualTo(1);
    }

    @Test
    void aCloseIsEchoedAndEndsTheConnection() {
        client.send(ClientFrames.close(4000));
        assertClosed(4000);
        assertThat(client.channel().isOpen()).isFalse();
        client = opened(false);
        client.send(ClientFrames.frame(FINAL | CLOSE, new byte[0]));
        assertThat(client.frames()).singleElement().satisfies(frame -> {
            assertThat(frame.opcode()).isEqualTo(CLOSE);
            assertThat(frame.payload()).isEmpty();
        });
    }

    @Test
    void afterACloseNothingIsWrittenAndNothingIsHeard() {
        client.say("{\"type\":\"subscribe\"}");
        client.frames();
        client.send(ClientFrames.frame(FINAL | TEXT, new byte[] {(byte) 0xFF}));
        client.frames();
        stage.file("a");
        client.say(PING_MESSAGE);
        assertThat(client.frames()).isEmpty();
        assertThat(client.channel().isOpen()).isTrue();
        client.send(ClientFrames.close(1007));
        assertThat(client.channel().isOpen()).isFalse();
        assertThat(client.frames()).isEmpty();
    }

    @Test
    void compressedMessagesAreRead() {
        client = opened(true);
        client.send(ClientFrames.frame(FINAL | RSV1 | TEXT, deflated(padded(100_000))));
        client.send(ClientFrames.text(PING_MESSAGE));
        assertThat(client.texts()).hasSize(2).allMatch(text -> text.contains("pong"));
        byte[] deflated = deflated(padded(1_000));
        client.send(
                ClientFrames.frame(RSV1 | TEXT, Arrays.copyOf(deflated, 7)),
                ClientFrames.frame(FINAL | CONTINUATION, Arrays.copyOfRange(deflated, 7, deflated.length)));
        assertThat(client.texts()).hasSize(1);
    }

    @Test
    void aCompressedMessageThatGrowsBeyondTheLimitIsTooBig() {
        int max = SessionSettings.DEFAULT.messageBytesMax();
        client = opened(true);
        client.send(ClientFrames.frame(FINAL | RSV1 | TEXT, deflated(padded(max))));
        assertThat(client.texts()).hasSize(1);
        client.send(ClientFrames.frame(FINAL | RSV1 | TEXT, deflated(" ".repeat(200 * max))));
        assertClosed(1009);
    }

    @Test
    void whatDoesNotInflateIsInvalid() {
        client = opened(true);
        client.send(ClientFrames.frame(FINAL | RSV1 | TEXT, new byte[] {-1, -1, -1, -1}));
        assertClosed(1007);
    }

    @Test
    void withCompressionOnlyItsOwnBitMayBeSet() {
        for (int first : new int[] {FINAL | 0x20 | TEXT, FINAL | 0x60 | TEXT, FINAL | RSV1 | PING}) {
            client = opened(true);
            client.send(ClientFrames.frame(first, new byte[0]));
            assertClosed(1002);
        }
        client = opened(true);
        client.send(
                ClientFrames.frame(RSV1 | TEXT, new byte[1]),
                ClientFrames.frame(FINAL | RSV1 | CONTINUATION, new byte[1]));
        assertClosed(1002);
    }

    @Test
    void eventsAreCompressedUnlessThatMakesThemLonger() {
        client = opened(true);
        client.say("{\"type\":\"subscribe\"}");
        client.frames();
        stage.file("x".repeat(5_000));
        ClientFrames.Frame frame = client.frames().getFirst();
        assertThat(frame.isDeflated()).isTrue();
        assertThat(frame.payload()).hasSizeLessThan(500);
        assertThat(frame.text()).contains("x".repeat(5_000)).startsWith("{\"event_id\"");
    }

    private SessionChannel opened(boolean isDeflated) {
        SessionChannel opened = new SessionChannel(stage, isDeflated);
        opened.frames();
        return opened;
    }

    private void assertClosed(int code) {
        List<ClientFrames.Frame> frames = client.frames();
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().opcode()).isEqualTo(CLOSE);
        assertThat(frames.getFirst().closeCode()).isEqualTo(code);
    }

    private static byte[] deflated(String text) {
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, true);
        deflater.setInput(utf8(text));
        byte[] out = new byte[text.length() + 64];
        int length = deflater.deflate(out, 0, out.length, java.util.zip.Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    /** A ping of so many bytes. */
    private static String padded(int bytes) {
        return PING_MESSAGE + " ".repeat(bytes - PING_MESSAGE.length());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
