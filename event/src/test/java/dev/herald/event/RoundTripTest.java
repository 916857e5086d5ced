package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random data, written with random white space and escapes, come out with the same tokens: every digit and character. */
class RoundTripTest {
    private static final int ROUNDS = 3_000;
    private static final JsonFactory FACTORY = new JsonFactory();

    @Test
    void whatGoesInComesOut() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String data = "{" + members(random, 0) + "}";
            Decoded decoded = decode("{\"type\":\"custom.a\"," + space(random) + "\"data\":" + data + "}");
            assertThat(decoded).as("seed %d: %s", seed, data).isInstanceOf(Decoded.Ok.class);
            EncodedData encoded = ((Decoded.Ok) decoded).draft().data();
            String members = new String(encoded.members(), StandardCharsets.UTF_8);
            assertThat(tokens("{" + members + "}")).as("seed %d", seed).isEqualTo(tokens(data));

            EncodedData again = ((Decoded.Ok) decode("{\"type\":\"custom.a\",\"data\":{" + members + "}}"))
                    .draft()
                    .data();
            assertThat(again.members()).as("seed %d", seed).isEqualTo(encoded.members());
        }
    }

    /** However the bytes are damaged, there is an answer, and what is accepted is JSON of the right encoding. */
    @Test
    void damagedBytesNeverEscape() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] json = ("{\"type\":\"task_update\",\"project_id\":\"p\",\"data\":{" + members(random, 0) + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                json[random.nextInt(json.length)] = (byte) random.nextInt(256);
            }
            int to = random.nextInt(8) == 0 ? random.nextInt(json.length) : json.length;
            if (Codec.decode(json, 0, to) instanceof Decoded.Ok ok) {
                byte[] canonical = ok.draft().at(Position.of(1, 1)).json();
                assertThat(Utf8.firstInvalid(canonical, 0, canonical.length))
                        .as("seed %d", seed)
                        .isEqualTo(-1);
                assertThat(tokens(new String(canonical, StandardCharsets.UTF_8)))
                        .as("seed %d", seed)
                        .isNotEmpty();
                assertThat(canonical).as("seed %d", seed).doesNotContain((byte) '\n', (byte) '\r');
            }
        }
    }

    private static Decoded decode(String json) {
        return Codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> tokens(String json) throws IOException {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.add(token + " " + parser.getText());
            }
        }
        return tokens;
    }

    private static String members(Random random, int depth) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            members.add(space(random) + name(random, i) + space(random) + ":" + value(random, depth + 1));
        }
        return String.join(",", members) + space(random);
    }

    /** Half of a surrogate pair is refused in a name, and kept in a text. */
    private static String name(Random random, int index) {
        String name = text(random, "n" + index);
        return name.replaceAll("\\\\u[dD][89a-fA-F]", "\\\\u00");
    }

    private static String value(Random random, int depth) {
        String value = switch (random.nextInt(depth > 5 ? 6 : 8)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> String.valueOf(random.nextLong());
            case 3 -> number(random);
            case 4, 5 -> text(random, "");
            case 6 -> "{" + members(random, depth) + "}";
            default -> elements(random, depth);
        };
        return space(random) + value + space(random);
    }

    private static String elements(Random random, int depth) {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            elements.add(value(random, depth + 1));
        }
        return "[" + (elements.isEmpty() ? space(random) : String.join(",", elements)) + "]";
    }

    private static String number(Random random) {
        StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : "");
        digits.append(1 + random.nextInt(9));
        random.ints(random.nextInt(40), 0, 10).forEach(digits::append);
        if (random.nextBoolean()) {
            digits.append('.');
            random.ints(1 + random.nextInt(40), 0, 10).forEach(digits::append);
        }
        if (random.nextBoolean()) {
            digits.append(random.nextBoolean() ? "e" : "E")
                    .append(random.nextBoolean() ? "+" : "-")
                    .append(random.nextInt(1000));
        }
        return digits.toString();
    }

    private static String text(Random random, String prefix) {
        StringBuilder text = new StringBuilder("\"").append(prefix);
        for (int i = random.nextInt(12); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append("\\u%04x".formatted(random.nextInt(0x10000)));
                case 1 -> text.append("\\").append("\"\\/bfnrt".charAt(random.nextInt(8)));
                case 2 -> text.append(Character.toString(0x10000 + random.nextInt(0x100000)));
                case 3 -> text.append((char) (0x80 + random.nextInt(0x2000)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.append('"').toString();
    }

    private static String space(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> " ";
            case 1 -> "\n\t";
            default -> "";
        };
    }
}
