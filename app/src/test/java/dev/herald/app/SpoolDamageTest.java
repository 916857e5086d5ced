package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a disk does to a spool: what is whole is given, in order, what is not is told, and nothing stops. */
final class SpoolDamageTest {
    private static final List<String> LINES =
            List.of("{\"a\":1}", "{\"b\":\"J{x}\"}", "{\"c\":\"" + "c".repeat(40) + "\"}", "{\"d\":[4]}");

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void eachFlippedBitCostsAtMostTheLineItIsIn() throws Exception {
        byte[] whole = written();
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);

                List<String> given = given(flipped);

                String what = "bit " + bit + " of byte " + at;
                assertThat(LINES).as(what).containsSubsequence(given);
                assertThat(given).as(what).hasSizeGreaterThanOrEqualTo(LINES.size() - 1);
                boolean isLost = given.size() < LINES.size();
                assertThat(warnings.isEmpty())
                        .as(what + " is told: " + warnings)
                        .isEqualTo(!isLost);
            }
        }
    }

    @Test
    void eachTruncationCostsWhatIsBehindIt() throws Exception {
        byte[] whole = written();
        for (int length = 0; length < whole.length; length++) {
            List<String> given = given(Arrays.copyOf(whole, length));

            assertThat(LINES.subList(0, given.size())).as("of %d bytes", length).isEqualTo(given);
            int behind = Arrays.copyOf(whole, length).length - encoded(given.size());
            // The last newline alone may be gone.
            assertThat(warnings.isEmpty()).as("%d bytes: %s", length, warnings).isEqualTo(behind <= 0);
        }
    }

    @Test
    void aLostPageCostsTheLinesInIt() throws Exception {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add("{\"n\":" + i + ",\"text\":\"" + "t".repeat(i % 97) + "\"}");
        }
        byte[] whole = written(many);
        for (int page = 0; page * 4096 < whole.length; page++) {
            byte[] holed = whole.clone();
            Arrays.fill(holed, page * 4096, Math.min(whole.length, page * 4096 + 4096), (byte) 0);

            List<String> given = given(holed);

            assertThat(many).containsSubsequence(given);
            assertThat(given).hasSizeGreaterThan(many.size() - 4096 / 20);
            assertThat(warnings).isNotEmpty();
        }
    }

    @Test
    void aFileThatShrinksWhileItIsOpenIsToldAndLeft() throws Exception {
        try (Spool spool = open()) {
            spool.append(bytes(LINES));
            Files.write(directory.resolve("1.lines"), Arrays.copyOf(written(), 30));
            assertThat(take(spool)).containsExactly(LINES.getFirst());
            spool.append(bytes(List.of("{}")));
            assertThat(take(spool)).containsExactly("{}");
            assertThat(spool.waitingBytes()).isZero();
            assertThat(warnings).anyMatch(warning -> warning.contains("has lost its last"));
        }
    }

    @Test
    void linesOfEarlierVersionsAreRead() throws Exception {
        byte[] old = (String.join("\n", LINES) + "\n{\"half").getBytes(StandardCharsets.UTF_8);

        assertThat(given("1.ndjson", old)).isEqualTo(LINES);
        assertThat(warnings).singleElement().asString().contains("6 bytes of", "1.ndjson");
    }

    @Test
    void aDamagedNoteMeansSendingAgainAndNeverSkipping() throws Exception {
        Files.write(directory.resolve("3.lines"), written());
        Path sent = directory.resolve("sent");
        byte[] note;
        try (Spool spool = open()) {
            spool.sent(spool.oldest(2).orElseThrow());
            note = Files.readAllBytes(sent);
        }
        for (int at = 0; at < note.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = note.clone();
                flipped[at] ^= (byte) (1 << bit);
                assertEverythingThatWaitsIsGiven(sent, flipped);
            }
            assertEverythingThatWaitsIsGiven(sent, Arrays.copyOf(note, at));
        }
        Files.delete(sent);
        Files.createDirectory(sent);
        try (Spool spool = open()) {
            assertThat(take(spool)).isEqualTo(LINES);
        } catch (IOException cannotBeWritten) {
            assertThat(cannotBeWritten).hasMessageContaining("sent");
        }
    }

    private void assertEverythingThatWaitsIsGiven(Path sent, byte[] note) throws Exception {
        Files.write(sent, note);
        try (Spool spool = open()) {
            List<String> given = spool.oldest(100).orElseThrow().lines().stream()
                    .map(line -> new String(line, StandardCharsets.UTF_8))
                    .toList();
            assertThat(given).endsWith("{\"d\":[4]}").contains(LINES.get(2));
        }
    }

    /** What a spool gives whose only file with lines holds these bytes. */
    private List<String> given(byte[] file) throws Exception {
        return given("1.lines", file);
    }

    private List<String> given(String name, byte[] file) throws Exception {
        try (var all = Files.list(directory)) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        }
        Files.write(directory.resolve(name), file);
        warnings.clear();
        try (Spool spool = open()) {
            List<String> given = new ArrayList<>();
            spool.append(bytes(List.of("{\"end\":1}")));
            while (given.isEmpty() || !given.getLast().equals("{\"end\":1}")) {
                given.addAll(take(spool));
            }
            assertThat(spool.waitingBytes()).isZero();
            given.removeLast();
            return given;
        }
    }

    private Spool open() throws IOException {
        return Spool.open(directory, 64 << 20, warnings::add);
    }

    private static List<String> take(Spool spool) throws IOException, InterruptedException {
        Spool.Waiting waiting = spool.oldest(7).orElseThrow();
        spool.sent(waiting);
        return waiting.lines().stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] written() {
        return written(LINES);
    }

    private static byte[] written(List<String> lines) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        bytes(lines).forEach(line -> all.writeBytes(SpoolLine.encoded(line)));
        return all.toByteArray();
    }

    /** Bytes of the first lines. */
    private static int encoded(int count) {
        return written(LINES.subList(0, count)).length;
    }

    private static List<byte[]> bytes(List<String> lines) {
        return lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
