package dev.herald.net.websocket;

import static dev.herald.net.websocket.ClientFrames.BINARY;
import static dev.herald.net.websocket.ClientFrames.CONTINUATION;
import static dev.herald.net.websocket.ClientFrames.FINAL;
import static dev.herald.net.websocket.ClientFrames.PING;
import static dev.herald.net.websocket.ClientFrames.RSV1;
import static dev.herald.net.websocket.ClientFrames.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class CompressedMessagesTest {
    private EchoChannel client = new EchoChannel(true);

    @Test
    void aMessageOfTheLimitMayGrowALittleByCompression() {
        byte[] random = new byte[EchoChannel.MESSAGE_BYTES_MAX];
        new Random(1).nextBytes(random);
        byte[] stored = deflated(random, 0);
        assertThat(stored.length).isGreaterThan(random.length);
        client = new EchoChannel(true);
        client.send(ClientFrames.frame(FINAL | RSV1 | BINARY, stored));
        client.send(
                ClientFrames.frame(RSV1 | BINARY, Arrays.copyOf(stored, 500)),
                ClientFrames.frame(FINAL | CONTINUATION, Arrays.copyOfRange(stored, 500, stored.length)));
        assertThat(client.heard()).containsExactly("binary " + random.length, "binary " + random.length);
    }

    @Test
    void compressedMessagesComeInEveryForm() {
        client = new EchoChannel(true);
        byte[] hello = deflated("Hello, Hello, Hello".getBytes(StandardCharsets.UTF_8), 9);
        byte[][] octets = new byte[hello.length + 1][];
        for (int i = 0; i < hello.length; i++) {
            octets[i] = ClientFrames.frame(i == 0 ? RSV1 | TEXT : CONTINUATION, new byte[] {hello[i]});
        }
        octets[hello.length] = frame(FINAL | CONTINUATION, "");
        client.send(octets);
        assertThat(client.heard()).containsExactly("Hello, Hello, Hello");
        client.send(
                ClientFrames.frame(FINAL | RSV1 | TEXT, new byte[] {0}),
                ClientFrames.frame(FINAL | RSV1 | TEXT, new byte[0]),
                ClientFrames.frame(FINAL | RSV1 | BINARY, new byte[] {2, 0}));
        assertThat(client.heard()).as("empty messages").containsExactly("", "", "binary 0");
        // RFC 7692, section 7.2.3: one block, a block without compression, a block that is the last, two blocks.
        for (String hex :
                List.of("f248cdc9c90700", "000500faff48656c6c6f00", "f348cdc9c9070000", "f24805000000ffffcac9c90700")) {
            client.send(ClientFrames.frame(
                    FINAL | RSV1 | TEXT, java.util.HexFormat.of().parseHex(hex)));
            assertThat(client.heard()).as(hex).containsExactly("Hello");
        }
        client.send(ClientFrames.text("plain"));
        assertThat(client.heard()).containsExactly("plain");
        client.send(ClientFrames.frame(FINAL | RSV1 | TEXT, deflated(new byte[] {(byte) 0xFF}, 9)));
        assertThat(client.heard()).as("no text in it").containsExactly("close 1007");
        client = new EchoChannel(true);
        client.send(ClientFrames.frame(FINAL | RSV1 | TEXT, new byte[] {7, 7, 7}));
        assertThat(client.heard()).as("no deflate stream").containsExactly("close 1007");
        client = new EchoChannel(true);
        client.send(frame(RSV1 | TEXT, ""), frame(FINAL | RSV1 | CONTINUATION, ""));
        assertThat(client.heard()).as("the bit on a continuation").containsExactly("close 1002");
        client = new EchoChannel(true);
        client.send(frame(FINAL | RSV1 | PING, ""));
        assertThat(client.heard()).as("the bit on a ping").containsExactly("close 1002");
    }

    @Test
    void randomMessagesInRandomFragmentsComeBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            client = new EchoChannel(round % 2 == 0);
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            List<String> wanted = new java.util.ArrayList<>();
            for (int count = random.nextInt(5); count >= 0; count--) {
                String text = IntStream.range(0, random.nextInt(200))
                        .mapToObj(_ -> Character.toString("aé€😀".codePointAt(random.nextInt(4))))
                        .collect(java.util.stream.Collectors.joining());
                wanted.add(text);
                boolean isCompressed = round % 2 == 0 && random.nextBoolean();
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                byte[] payload = isCompressed ? deflated(bytes, random.nextInt(10)) : bytes;
                int first = isCompressed ? RSV1 | TEXT : TEXT;
                int from = 0;
                while (from < payload.length) {
                    int to = from + 1 + random.nextInt(payload.length - from);
                    wire.writeBytes(ClientFrames.frame(first, Arrays.copyOfRange(payload, from, to)));
                    first = CONTINUATION;
                    from = to;
                }
                wire.writeBytes(frame(FINAL | first, ""));
            }
            byte[] all = wire.toByteArray();
            for (int from = 0; from < all.length; ) {
                int to = Math.min(all.length, from + 1 + random.nextInt(300));
                client.channel.writeInbound(io.netty.buffer.Unpooled.copiedBuffer(Arrays.copyOfRange(all, from, to)));
                from = to;
            }
            assertThat(client.heard()).as("seed " + seed).isEqualTo(wanted);
        }
    }

    private static byte[] frame(int first, String payload) {
        return ClientFrames.frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** As a client sends it: flushed, without the four bytes that a flush ends with. */
    static byte[] deflated(byte[] message, int level) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(message);
        byte[] out = new byte[message.length + 1_000];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }
}
