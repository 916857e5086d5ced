package dev.herald.transport.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    private static final String SEPARATOR = "\u001e";

    @Test
    void noAnswerHasMorePacketsThanTheClientTakesAndNoneIsLost() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int max = 1 + random.nextInt(20);
            Outgoing outgoing = new Outgoing(max);
            List<String> added = new ArrayList<>();
            List<String> left = new ArrayList<>();
            int pieces = random.nextInt(10);
            for (int i = 0; i < pieces; i++) {
                add(outgoing, added, random);
                if (random.nextInt(4) == 0) {
                    left.addAll(take(outgoing, max));
                }
            }
            if (random.nextBoolean()) {
                outgoing.takePackets()
                        .forEach(piece -> left.add(new String(piece.polled(), StandardCharsets.US_ASCII)));
            }
            while (!outgoing.isEmpty()) {
                left.addAll(take(outgoing, max));
            }
            assertThat(left).as("seed " + seed).isEqualTo(added);
            assertThat(outgoing.bytes()).as("seed " + seed).isZero();
        }
    }

    @Test
    void aClientThatTakesAllGetsAllInOneAnswer() {
        Outgoing outgoing = new Outgoing(EngineClient.OTHER.packetsMax());
        List<String> added = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            assertThat(outgoing.hasRoom()).isTrue();
            add(outgoing, added, random);
        }
        assertThat(take(outgoing, Integer.MAX_VALUE)).isEqualTo(added);
        assertThat(outgoing.isEmpty()).isTrue();
    }

    private static void add(Outgoing outgoing, List<String> added, Random random) {
        if (random.nextInt(5) == 0) {
            outgoing.add(new Outgoing.Piece(new byte[] {Payload.SEPARATOR, 1, Payload.SEPARATOR}, true));
            added.add("bHgEe");
            return;
        }
        List<String> packets = Stream.generate(() -> "4" + random.nextInt(1_000))
                .limit(1 + random.nextInt(40))
                .toList();
        outgoing.add(new Outgoing.Piece(String.join(SEPARATOR, packets).getBytes(StandardCharsets.US_ASCII), false));
        added.addAll(packets);
    }

    private static List<String> take(Outgoing outgoing, int max) {
        if (outgoing.isEmpty()) {
            return List.of();
        }
        List<String> body = List.of(new String(outgoing.takeBody(), StandardCharsets.US_ASCII).split(SEPARATOR));
        assertThat(body.size()).isLessThanOrEqualTo(max);
        return body;
    }
}
