package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.AutoCommit.Trigger;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left out, that it is named, and what a snapshot has in its place. */
class AdmissionTest {
    private static final String KEY = "-----BEGIN " + "PRIVATE KEY-----\nnever to be seen\n";

    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing shadow;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n")
                .write(".env", "OLD=1\n")
                .write("notes.txt", "old\n")
                .commit("one");
        shadow = Committing.shadow(garden, temporary.resolve("own"));
    }

    @Test
    void secretsAreNamedAndNeverCommittedShownOrStored() throws Exception {
        garden.write("rose.txt", "white\n").write(".env", "NEW=never to be seen\n");
        garden.write("notes.txt", KEY).write("deep/id_rsa", "never to be seen").write("copy.txt", KEY);
        Outcome.Committed committed = shadow.commits();
        assertThat(named(committed.leftOut()))
                .isEqualTo(Map.of(
                        ".env", LeftOut.Why.SECRET_NAME,
                        "deep/id_rsa", LeftOut.Why.SECRET_NAME,
                        "notes.txt", LeftOut.Why.SECRET_CONTENT,
                        "copy.txt", LeftOut.Why.SECRET_CONTENT));
        assertThat(garden.files(committed.hash(), temporary))
                .isEqualTo(Map.of("rose.txt", "white\n", ".env", "OLD=1\n", "notes.txt", "old\n"));
        assertThat(String.join("", shadow.intake.events()))
                .doesNotContain("never to be seen")
                .contains("{\"path\":\".env\",\"reason\":\"secret_name\"}", "\"left_out_count\":4");
        assertThat(garden.git("cat-file", "--batch-check", "--batch-all-objects", "--unordered")
                        .lines()
                        .filter(line -> line.contains(" blob ")))
                .as("the old three and the new rose")
                .hasSize(4);
    }

    @Test
    void aSecretThatIsStagedIsNotInASnapshotEither() throws Exception {
        garden.write("rose.txt", "white\n").write("server.pem", "x").write(".env", "NEW=1\n");
        garden.git("add", "-A");
        Outcome.Committed committed = shadow.commits();
        assertThat(garden.files(committed.hash(), temporary))
                .isEqualTo(Map.of("rose.txt", "white\n", ".env", "OLD=1\n", "notes.txt", "old\n"));
        assertThat(named(committed.leftOut())).containsOnlyKeys("server.pem", ".env");
    }

    @Test
    void aHugeFileCostsNothingAndIsLeftOut() throws Exception {
        try (RandomAccessFile huge =
                new RandomAccessFile(garden.path.resolve("huge.bin").toFile(), "rw")) {
            huge.setLength(1L << 30);
        }
        garden.write("rose.txt", "white\n")
                .write("limit.bin", new byte[5_000_000])
                .write("more.bin", new byte[5_000_001]);
        Outcome.Committed committed = shadow.commits();
        assertThat(named(committed.leftOut()))
                .isEqualTo(Map.of("huge.bin", LeftOut.Why.FILE_TOO_LARGE, "more.bin", LeftOut.Why.FILE_TOO_LARGE));
        assertThat(garden.git("ls-tree", "--name-only", committed.hash())).contains("limit.bin");
    }

    @Test
    void whatIsOnlyLeftOutIsToldOnceOfChangesAndAlwaysWhenAsked() throws Exception {
        garden.write("server.pem", "x");
        assertThat(shadow.run(Trigger.CHANGE)).isInstanceOf(Outcome.Nothing.class);
        assertThat(shadow.run(Trigger.CHANGE)).isInstanceOf(Outcome.Nothing.class);
        assertThat(shadow.intake.kinds()).containsExactly("start", "result");
        assertThat(shadow.intake.events().getLast()).contains("server.pem", "\"success\":false");
        shadow.findsNothing();
        assertThat(shadow.intake.kinds()).hasSize(4);
    }

    @Test
    void moreFilesThanOneSnapshotMayTakeComeOneAfterTheOtherAndNoneGoesAgain() throws Exception {
        for (int i = 0; i < 25; i++) {
            garden.write("many/" + (char) ('a' + i), "many " + i);
        }
        CommitLimits limits = new CommitLimits(1_000, 10, 90, 3);
        settled();
        Committing limited = new Committing(shadow.settings.within(limits));
        Outcome.Committed first = limited.commits();
        assertThat(first.changes()).isEqualTo(10);
        assertThat(first.leftOut().count()).isEqualTo(15);
        assertThat(first.leftOut().named()).hasSize(3);
        assertThat(limited.commits().changes()).isEqualTo(20);
        String last = limited.commits().hash();
        assertThat(garden.git("ls-tree", "-r", "--name-only", last, "many").lines())
                .hasSize(25);
        Committing later = new Committing(shadow.settings.within(limits));
        garden.write("many/z", "new");
        Outcome.Committed all = later.commits();
        assertThat(garden.git("ls-tree", "-r", "--name-only", all.hash(), "many")
                        .lines())
                .as("after a restart")
                .hasSize(26);
        Committing small = new Committing(shadow.settings.within(new CommitLimits(1_000, 100, 20, 50)));
        garden.write("rose.txt", "blue");
        assertThat(named(small.commits().leftOut())).containsValue(LeftOut.Why.TOO_MANY_BYTES);
    }

    @Test
    void aSecretThatComesAndGoesWhileItIsLookedAtIsNeverCommitted() throws Exception {
        Path file = garden.path.resolve("rose.txt");
        byte[] secret = KEY.getBytes(StandardCharsets.US_ASCII);
        Thread writer = Thread.ofPlatform().start(() -> {
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                for (int i = 0; !Thread.interrupted(); i++) {
                    byte[] harmless =
                            String.format("%" + secret.length + "d", i).getBytes(StandardCharsets.US_ASCII);
                    out.seek(0);
                    out.write(i % 2 == 0 ? secret : harmless);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            for (int i = 0; i < 25; i++) {
                garden.write("notes.txt", "round " + i);
                shadow.commits();
            }
        } finally {
            writer.interrupt();
            writer.join();
        }
        assertThat(garden.git("log", "-p", "refs/herald/work")).doesNotContain("PRIVATE KEY");
    }

    @Test
    void theServersOwnFilesAreNotCommitted() throws Exception {
        garden.write("rose.txt", "white\n").write(".herald/journal.db", "x").write(".heralds", "mine");
        Committing saving = new Committing(shadow.settings.without(Set.of(garden.path.resolve(".herald"))));
        assertThat(garden.git("ls-tree", "-r", "--name-only", saving.commits().hash()))
                .isEqualTo(".env\n.heralds\nnotes.txt\nrose.txt");
    }

    /** Files that changed a moment ago are read again: here that is not wanted. */
    private void settled() throws Exception {
        try (var walk = Files.walk(garden.path.resolve("many"))) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                dev.herald.session.Await.until("it is old enough", () -> {
                    try {
                        return !Stamp.of(file).orElseThrow().isFresh(System.currentTimeMillis());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
            }
        }
    }

    private static Map<String, LeftOut.Why> named(Outcome.Absent leftOut) {
        return leftOut.named().stream().collect(Collectors.toMap(LeftOut::path, LeftOut::why));
    }
}
