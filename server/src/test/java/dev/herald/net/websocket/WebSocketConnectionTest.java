package dev.herald.net.websocket;

import static dev.herald.net.websocket.ClientFrames.BINARY;
import static dev.herald.net.websocket.ClientFrames.CLOSE;
import static dev.herald.net.websocket.ClientFrames.CONTINUATION;
import static dev.herald.net.websocket.ClientFrames.FINAL;
import static dev.herald.net.websocket.ClientFrames.PING;
import static dev.herald.net.websocket.ClientFrames.PONG;
import static dev.herald.net.websocket.ClientFrames.RSV1;
import static dev.herald.net.websocket.ClientFrames.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What fuzzing clients try, case by case, against an echo. */
class WebSocketConnectionTest {
    private EchoChannel client = new EchoChannel(false);

    @Test
    void messagesOfEveryLengthComeBackHoweverTheyAreCut() {
        for (int length : new int[] {0, 1, 125, 126, 127, 128, 255, 256, 1_000}) {
            String text = "*".repeat(length);
            client.send(ClientFrames.text(text), ClientFrames.frame(FINAL | BINARY, new byte[length]));
            assertThat(client.heard()).containsExactly(text, "binary " + length);
            client.sendSlowly(ClientFrames.text(text), ClientFrames.frame(FINAL | BINARY, new byte[length]));
            assertThat(client.heard()).containsExactly(text, "binary " + length);
        }
    }

    @Test
    void pingsAreAnsweredAndPongsAreNot() {
        client.send(
                frame(FINAL | PING, "a"),
                frame(FINAL | PONG, "unasked"),
                frame(FINAL | PING, ""),
                frame(FINAL | PING, "x".repeat(125)));
        assertThat(client.heard()).containsExactly("pong a", "pong ", "pong " + "x".repeat(125));
        client.send(frame(FINAL | PING, "x".repeat(126)));
        assertThat(client.heard()).containsExactly("close 1002");
    }

    @Test
    void controlFramesComeBetweenFragments() {
        client.send(
                frame(TEXT, "frag"),
                frame(FINAL | PING, "hi"),
                frame(CONTINUATION, ""),
                frame(FINAL | PONG, "x"),
                frame(CONTINUATION, "ment"),
                frame(FINAL | CONTINUATION, "ed"));
        assertThat(client.heard()).containsExactly("pong hi", "fragmented");
        client.send(
                frame(BINARY, ""), frame(CONTINUATION, ""), frame(FINAL | CONTINUATION, ""), ClientFrames.text("next"));
        assertThat(client.heard()).containsExactly("binary 0", "next");
    }

    @Test
    void whatIsWholeBeforeABrokenFrameIsAnswered() {
        for (byte[] broken : List.of(
                frame(FINAL | CONTINUATION, "of nothing"),
                frame(CONTINUATION, "of nothing"),
                frame(FINAL | 0x3, "reserved"),
                frame(FINAL | 0x7, ""),
                frame(FINAL | 0xB, ""),
                frame(FINAL | 0xF, "reserved"),
                frame(PING, "fragmented"),
                frame(CLOSE, ""),
                frame(FINAL | RSV1 | TEXT, "x"),
                frame(FINAL | 0x20 | TEXT, "x"),
                frame(FINAL | 0x10 | BINARY, "x"),
                frame(FINAL | 0x70 | PING, "x"),
                frame(FINAL | RSV1 | CLOSE, ""),
                ClientFrames.unmasked(FINAL | TEXT, new byte[1]))) {
            client = new EchoChannel(false);
            client.send(ClientFrames.text("whole"), broken, ClientFrames.text("after"));
            assertThat(client.heard()).as(Arrays.toString(broken)).containsExactly("whole", "close 1002");
            assertThat(client.calls).containsExactly("closing");
            assertThat(client.isOpenAfter(4_999)).isTrue();
            assertThat(client.isOpenAfter(1)).isFalse();
            assertThat(client.calls).containsExactly("closing", "gone");
        }
        client = new EchoChannel(false);
        client.send(frame(TEXT, "begun"), ClientFrames.text("another"));
        assertThat(client.heard()).containsExactly("close 1002");
    }

    @Test
    void textIsUtf8AndWhatIsNotIsFoundInItsFragment() {
        for (String good : List.of("κόσμε", "\uD800\uDC00", "\uDBFF\uDFFF", "\uFFFE\uFFFF", "\u0000", "ퟋ豈�")) {
            byte[] utf8 = good.getBytes(StandardCharsets.UTF_8);
            client.send(ClientFrames.text(good));
            byte[][] octets = new byte[utf8.length + 1][];
            for (int i = 0; i < utf8.length; i++) {
                octets[i] = ClientFrames.frame(i == 0 ? TEXT : CONTINUATION, new byte[] {utf8[i]});
            }
            octets[utf8.length] = frame(FINAL | CONTINUATION, "");
            client.send(octets);
            assertThat(client.heard()).containsExactly(good, good);
        }
        for (String bad : List.of(
                "cebae1bdb9cf83cebcceb5eda080",
                "f4908080",
                "c0af",
                "e080af",
                "f08080af",
                "eda080",
                "edbfbf",
                "80",
                "bf",
                "fe",
                "ff",
                "f8888080",
                "fc84808080",
                "f7bfbfbf",
                "c080",
                "c1bf",
                "e09fbf",
                "f08fbfbf",
                "61c361",
                "e28228",
                "f5808080")) {
            byte[] octets = java.util.HexFormat.of().parseHex(bad);
            client = new EchoChannel(false);
            client.send(ClientFrames.frame(FINAL | TEXT, octets));
            assertThat(client.heard()).as(bad).containsExactly("close 1007");
            client = new EchoChannel(false);
            client.send(ClientFrames.frame(TEXT, octets));
            assertThat(client.heard())
                    .as(bad + " in a fragment that is not the last")
                    .containsExactly("close 1007");
        }
        for (String cut : List.of("ce", "e282", "f09f98", "f0")) {
            byte[] octets = java.util.HexFormat.of().parseHex(cut);
            client = new EchoChannel(false);
            client.send(ClientFrames.frame(TEXT, octets));
            assertThat(client.heard()).as(cut + " may go on").isEmpty();
            client.send(frame(FINAL | CONTINUATION, ""));
            assertThat(client.heard()).as(cut + " did not").containsExactly("close 1007");
        }
    }

    @Test
    void utf8InPartsIsJudgedAsJavaJudgesTheWhole() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] some = {
            0x41,
            (byte) 0xC3,
            (byte) 0xA9,
            (byte) 0xE2,
            (byte) 0x82,
            (byte) 0xAC,
            (byte) 0xF0,
            (byte) 0x9F,
            (byte) 0x98,
            (byte) 0x80,
            (byte) 0xED,
            (byte) 0xA0,
            (byte) 0xF4,
            (byte) 0x90,
            (byte) 0xE0,
            (byte) 0xBF
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[1 + random.nextInt(6)];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = some[random.nextInt(some.length)];
            }
            client = new EchoChannel(false);
            int cut = random.nextInt(octets.length + 1);
            client.send(
                    ClientFrames.frame(TEXT, Arrays.copyOf(octets, cut)),
                    ClientFrames.frame(FINAL | CONTINUATION, Arrays.copyOfRange(octets, cut, octets.length)));
            String text = new String(octets, StandardCharsets.UTF_8);
            boolean isText = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), octets);
            assertThat(client.heard())
                    .as("seed " + seed + ": " + java.util.HexFormat.of().formatHex(octets))
                    .containsExactly(isText ? text : "close 1007");
        }
    }

    @Test
    void aCloseIsAnsweredWithItsCodeWhereTheCodeMayBeSent() {
        int[] good = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999};
        for (int code : good) {
            client = new EchoChannel(false);
            client.send(ClientFrames.close(code), ClientFrames.text("after"), frame(FINAL | PING, ""));
            assertThat(client.heard()).containsExactly("close " + code);
            assertThat(client.channel.isOpen()).isFalse();
            assertThat(client.calls).containsExactly("closing", "gone");
        }
        int[] bad = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535};
        for (int code : bad) {
            client = new EchoChannel(false);
            client.send(ClientFrames.close(code));
            assertThat(client.heard()).as("code " + code).containsExactly("close 1002");
            assertThat(client.isOpenAfter(5_000)).isFalse();
        }
    }

    @Test
    void aClosesReasonIsTextOfAtMostItsLength() {
        client.send(frame(FINAL | CLOSE, ""));
        assertThat(client.heard()).containsExactly("close");
        assertCloses("close 1000", reason("fine"));
        assertCloses("close 1000", reason("é".repeat(61)));
        assertCloses("close 1002", reason("x".repeat(124)));
        assertCloses("close 1002", new byte[] {3});
        assertCloses("close 1007", new byte[] {3, (byte) 0xE8, (byte) 0xCE, (byte) 0xBA, (byte) 0xED, (byte) 0xA0});
        assertCloses("close 1007", new byte[] {3, (byte) 0xE8, (byte) 0xFF});
    }

    private void assertCloses(String heard, byte[] payload) {
        client = new EchoChannel(false);
        client.send(ClientFrames.frame(FINAL | CLOSE, payload));
        assertThat(client.heard()).containsExactly(heard);
    }

    private static byte[] reason(String text) {
        return concat(new byte[] {3, (byte) 0xE8}, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void afterACloseNothingIsHeardOrWrittenAndASecondIsNone() {
        client.connection.close(1000, "done");
        client.connection.text(new byte[] {'x'});
        client.connection.binary(new byte[1]);
        client.connection.ping();
        client.connection.close(1001, "again");
        client.connection.write(client.connection.buffer(1).writeByte(0));
        client.connection.say(client.connection.buffer(1).writeByte(0));
        client.send(ClientFrames.text("x"), frame(FINAL | PING, "x"));
        assertThat(client.heard()).containsExactly("close 1000");
        assertThat(client.connection.isWritable()).isFalse();
        client.send(ClientFrames.close(1000));
        assertThat(client.channel.isOpen()).isFalse();
        assertThat(client.calls).containsExactly("closing", "gone");
    }

    @Test
    void aLostConnectionIsHeardOnce() {
        client.send(frame(TEXT, "begun"));
        client.channel.close();
        assertThat(client.calls).containsExactly("closing", "gone");
        assertThat(client.connection.isOpen()).isFalse();
    }

    @Test
    void messagesHaveALimitInWholeInFragmentsAndInflated() {
        int max = EchoChannel.MESSAGE_BYTES_MAX;
        client.send(frame(FINAL | BINARY, "x".repeat(max)));
        assertThat(client.heard()).containsExactly("binary " + max);
        client.send(frame(FINAL | BINARY, "x".repeat(max + 1)));
        assertThat(client.heard()).containsExactly("close 1009");
        client = new EchoChannel(false);
        client.send(frame(BINARY, "x".repeat(max)), frame(FINAL | CONTINUATION, ""));
        assertThat(client.heard()).containsExactly("binary " + max);
        client.send(frame(BINARY, "x".repeat(max)), frame(CONTINUATION, "x"));
        assertThat(client.heard()).containsExactly("close 1009");
        client = new EchoChannel(true);
        client.send(ClientFrames.frame(FINAL | RSV1 | BINARY, CompressedMessagesTest.deflated(new byte[max], 9)));
        assertThat(client.heard()).containsExactly("binary " + max);
        client.send(ClientFrames.frame(FINAL | RSV1 | BINARY, CompressedMessagesTest.deflated(new byte[max + 1], 9)));
        assertThat(client.heard()).containsExactly("close 1009");
        client = new EchoChannel(true);
        client.send(frame(FINAL | BINARY, "x".repeat(max + 1)));
        assertThat(client.heard()).as("uncompressed").containsExactly("close 1009");
    }

    @Test
    void whileTheClientDoesNotReadItIsNotRead() {
        client.writable(false);
        assertThat(client.channel.config().isAutoRead()).isFalse();
        assertThat(client.connection.isWritable()).isFalse();
        client.send(frame(FINAL | PING, "old"), frame(FINAL | PING, "new"));
        assertThat(client.heard()).isEmpty();
        long before = client.connection.takenMillis();
        client.loop.advance(100);
        client.writable(true);
        assertThat(client.channel.config().isAutoRead()).isTrue();
        assertThat(client.calls).containsExactly("writable");
        assertThat(client.heard()).containsExactly("pong old", "pong new");
        assertThat(client.connection.takenMillis()).isEqualTo(before + 100);
    }

    @Test
    void manyMessagesOfOneReadAreHeardInSeveralTurnsOfTheLoop() {
        byte[][] messages = new byte[10][];
        for (int count = 0; count < messages.length; count++) {
            messages[count] = ClientFrames.text("slow " + count);
        }
        client.send(messages);
        assertThat(client.heard()).containsExactly("slow 0", "slow 1");
        assertThat(client.channel.config().isAutoRead()).isFalse();
        List<String> later = new ArrayList<>();
        for (int turn = 0; turn < 20; turn++) {
            client.loop.advance(1);
            List<String> heard = client.heard();
            assertThat(heard).hasSizeLessThanOrEqualTo(2);
            later.addAll(heard);
        }
        assertThat(later)
                .containsExactly("slow 2", "slow 3", "slow 4", "slow 5", "slow 6", "slow 7", "slow 8", "slow 9");
        assertThat(client.channel.config().isAutoRead()).isTrue();
        client.send(messages[0]);
        assertThat(client.heard()).containsExactly("slow 0");
    }

    @Test
    void whatWaitsIsHeardUpToTheClientsGoodbye() {
        client.writable(false);
        client.send(ClientFrames.text("x"), ClientFrames.close(1000));
        assertThat(client.heard()).isEmpty();
        client.writable(true);
        assertThat(client.heard()).containsExactly("x", "close 1000");
    }

    private static byte[] frame(int first, String payload) {
        return ClientFrames.frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
