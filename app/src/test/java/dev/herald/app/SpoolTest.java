package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
    /** A line of one byte in its file: "00000000 1 x" and a newline. */
    private static final int SHORTEST = 13;

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void givesLinesInTheirOrder() throws Exception {
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            assertThat(spool.append(lines("a", "b"))).isTrue();
            assertThat(spool.append(lines("c"))).isTrue();

            assertThat(take(spool, 2)).containsExactly("a", "b");
            assertThat(take(spool, 2)).containsExactly("c");
            assertThat(spool.waitingBytes()).isZero();
        }
    }

    @Test
    void givesTheSameLinesUntilTheyAreSent() throws Exception {
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("a"));
            spool.oldest(10).orElseThrow();

            assertThat(take(spool, 10)).containsExactly("a");
        }
    }

    @Test
    void whatWasNotSentIsThereAfterReopening() throws Exception {
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("a", "b", "c"));
            take(spool, 1);
        }
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("d"));
            assertThat(take(spool, 10)).containsExactly("b", "c");
            assertThat(take(spool, 10)).containsExactly("d");
        }
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            assertThat(spool.waitingBytes()).isZero();
        }
    }

    @Test
    void halfALineIsPassedByAndTold() throws Exception {
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("whole"));
        }
        Files.writeString(directory.resolve("1.lines"), "ha", StandardOpenOption.APPEND);

        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("next"));
            assertThat(take(spool, 10)).containsExactly("whole");
            assertThat(take(spool, 10)).containsExactly("next");
            assertThat(warnings).singleElement().asString().contains("1.lines", "damaged");
        }
    }

    @Test
    void withoutItsNoteEverythingIsGivenAgain() throws Exception {
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("a", "b"));
            take(spool, 1);
        }
        Files.writeString(directory.resolve("sent"), "garbage");

        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            assertThat(take(spool, 10)).containsExactly("a", "b");
        }
    }

    @Test
    void newFilesComeAfterTheNoteEvenWhenTheOldOnesAreGone() throws Exception {
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("a"));
            take(spool, 1);
        }
        Files.delete(directory.resolve("1.lines"));
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines("b"));
        }
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            assertThat(take(spool, 10)).containsExactly("b");
        }
    }

    @Test
    void takesNoMoreThanItsLimitAndMoreWhenSomeWasSent() throws Exception {
        try (Spool spool = Spool.open(directory, 2 * SHORTEST, warnings::add)) {
            assertThat(spool.append(lines("a", "b"))).isTrue();
            assertThat(spool.append(lines("x"))).isFalse();
            take(spool, 1);
            assertThat(spool.append(lines("c"))).isTrue();
            assertThat(spool.waitingBytes()).isEqualTo(2 * SHORTEST);
        }
    }

    @Test
    void filesThatWereSentAreDeleted() throws Exception {
        String line = "x".repeat(100_000);
        try (Spool spool = Spool.open(directory, 64 << 20, warnings::add)) {
            for (int i = 0; i < 40; i++) {
                spool.append(lines(line + i));
            }
            assertThat(files()).hasSizeGreaterThan(3);
            for (int i = 0; i < 40; ) {
                for (String taken : take(spool, 3)) {
                    assertThat(taken).isEqualTo(line + i);
                    i++;
                }
            }
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void tooLongLineIsRefused() throws IOException {
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            assertThatThrownBy(() -> spool.append(List.of(new byte[SpoolLine.LINE_BYTES_MAX + 1])))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(spool.waitingBytes()).isZero();
        }
    }

    @Test
    void longestLineIsGivenWhole() throws Exception {
        String line = "y".repeat(SpoolLine.LINE_BYTES_MAX);
        try (Spool spool = Spool.open(directory, 1 << 20, warnings::add)) {
            spool.append(lines(line, "z"));

            assertThat(take(spool, 10)).containsExactly(line);
            assertThat(take(spool, 10)).containsExactly("z");
        }
    }

    @Test
    void onlyOneOpensIt() throws IOException {
        Spool first = Spool.open(directory, 1 << 20, warnings::add);
        assertThatThrownBy(() -> Spool.open(directory, 1 << 20, warnings::add)).isInstanceOf(SpoolInUseException.class);
        first.close();
        Spool.open(directory, 1 << 20, warnings::add).close();
    }

    @Test
    void closingEndsTheWait() throws Exception {
        Spool spool = Spool.open(directory, 1 << 20, warnings::add);
        CompletableFuture<Optional<Spool.Waiting>> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                waiting.complete(spool.oldest(1));
            } catch (IOException | InterruptedException failure) {
                waiting.completeExceptionally(failure);
            }
        });
        spool.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void losesAndDoublesNothingOverManyReopenings() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> kept = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            try (Spool spool = Spool.open(directory, 64 << 20, warnings::add)) {
                for (int i = random.nextInt(20); i > 0; i--) {
                    String line = kept.size() + "-" + "l".repeat(random.nextInt(40_000));
                    spool.append(lines(line));
                    kept.add(line);
                    if (random.nextBoolean() && spool.waitingBytes() > 0) {
                        taken.addAll(take(spool, 1 + random.nextInt(4)));
                    }
                }
            }
        }
        try (Spool spool = Spool.open(directory, 64 << 20, warnings::add)) {
            while (spool.waitingBytes() > 0) {
                taken.addAll(take(spool, 100));
            }
        }
        assertThat(taken).as("seed " + seed).isEqualTo(kept);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".lines")).toList();
        }
    }

    private static List<String> take(Spool spool, int countMax) throws IOException, InterruptedException {
        Spool.Waiting waiting = spool.oldest(countMax).orElseThrow();
        spool.sent(waiting);
        return waiting.lines().stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }

    private static List<byte[]> lines(String... lines) {
        return java.util.Arrays.stream(lines)
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
