package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventStreamParserTest {
    private static final String STREAM = "\uFEFFretry: 3000\ndata: one\n\n: comment\r\nid: 1-0\r\nevent: x\r\n"
            + "data:two ä😀\r\ndata\r\n\r\ndata: three\r\rid: 5\n\nunknown: y\ndata:  four\n\ndata: unfinished\n";
    private static final List<String> MESSAGES = List.of("one", "two ä😀\n", "three", " four");

    @Test
    void readsEveryLineEndAndField() throws IOException {
        assertThat(parse(STREAM, Integer.MAX_VALUE)).isEqualTo(MESSAGES);
    }

    @Test
    void readsAStreamThatIsCutAnywhere() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        assertThat(parse(STREAM, 1)).isEqualTo(MESSAGES);
        for (int i = 0; i < 200; i++) {
            assertThat(parse(STREAM, 1 + random.nextInt(9))).as("seed %d", seed).isEqualTo(MESSAGES);
        }
    }

    @Test
    void aMessageIsBounded() throws IOException {
        EventStreamParser parser = new EventStreamParser(100);
        parser.onBytes(bytes("data: " + "x".repeat(94) + "\n\n"));
        assertThat(parser.next()).hasSize(94);
        assertThatThrownBy(() -> parser.onBytes(bytes("x".repeat(101)))).isInstanceOf(IOException.class);
        EventStreamParser lines = new EventStreamParser(100);
        assertThatThrownBy(() -> lines.onBytes(bytes(("data: " + "x".repeat(60) + "\n").repeat(2))))
                .isInstanceOf(IOException.class);
    }

    private static List<String> parse(String stream, int pieceMax) throws IOException {
        EventStreamParser parser = new EventStreamParser(1_000);
        ByteBuffer all = bytes(stream);
        List<String> messages = new ArrayList<>();
        while (all.hasRemaining()) {
            ByteBuffer piece = all.slice(all.position(), Math.min(pieceMax, all.remaining()));
            all.position(all.position() + piece.remaining());
            parser.onBytes(piece);
            for (String message = parser.next(); message != null; message = parser.next()) {
                messages.add(message);
            }
        }
        return messages;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
