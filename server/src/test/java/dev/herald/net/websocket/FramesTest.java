package dev.herald.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void compressionSurvivesEveryLengthAndContent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MessageDeflater deflater = new MessageDeflater();
        for (int round = 0; round < 300; round++) {
            byte[] message = new byte[random.nextInt(round < 290 ? 3_000 : 300_000)];
            random.nextBytes(message);
            for (int i = 0; i < message.length; i++) {
                message[i] = (byte) (round % 2 == 0 ? 'a' + (message[i] & 3) : ' ' + (message[i] & 63));
            }
            ByteBuf out = Unpooled.buffer();
            deflater.text(out, message);
            List<ClientFrames.Frame> frames = ClientFrames.read(out);
            assertThat(frames).as("seed " + seed).hasSize(1);
            assertThat(frames.getFirst().text())
                    .as("seed " + seed)
                    .isEqualTo(new String(message, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aCloseReasonIsCutAtACharacter() {
        ByteBuf out = Unpooled.buffer();
        Frames.close(out, 1013, "é".repeat(100).getBytes(StandardCharsets.UTF_8));
        ClientFrames.Frame frame = ClientFrames.read(out).getFirst();
        assertThat(frame.payload()).hasSize(2 + 122);
        assertThat(new String(frame.payload(), 2, 122, StandardCharsets.UTF_8)).isEqualTo("é".repeat(61));
    }
}
