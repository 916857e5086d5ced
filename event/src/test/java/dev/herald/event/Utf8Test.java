package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c2",
                "c241",
                "e0",
                "e080",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "e282",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "f09f98",
                "fe",
                "ff",
                "f8888080",
                "efbf"
            })
    void refusesWhatIsNoCharacter(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isZero();
        byte[] inside = HexFormat.of().parseHex("4141414141414141c3a4" + hex + "41");
        assertThat(Utf8.firstInvalid(inside, 0, inside.length)).isEqualTo(10);
    }

    @Test
    void looksOnlyAtItsSlice() {
        byte[] bytes = HexFormat.of().parseHex("ff4142c3a4ff");
        assertThat(Utf8.firstInvalid(bytes, 1, 5)).isEqualTo(-1);
        assertThat(Utf8.firstInvalid(bytes, 1, 4)).isEqualTo(3);
    }

    @Test
    void agreesWithThePlatformsDecoder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(128));
            }
            if (random.nextBoolean()) {
                byte[] text = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.firstInvalid(text, 0, text.length))
                        .as("seed %d", seed)
                        .isEqualTo(-1);
            }
            assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0)
                    .as("seed %d, %s", seed, HexFormat.of().formatHex(bytes))
                    .isEqualTo(isText(bytes));
        }
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
