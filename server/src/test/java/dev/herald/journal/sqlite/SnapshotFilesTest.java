package dev.herald.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Position;
import dev.herald.journal.JournalException;
import dev.herald.journal.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of projections: several are kept, and one that was cut off or damaged gives way to an older one. */
class SnapshotFilesTest {
    @TempDir
    Path parent;

    private Path directory() {
        return parent.resolve("snapshots");
    }

    private SnapshotFiles files() {
        return new SnapshotFiles(directory());
    }

    private List<Path> listed() throws IOException {
        try (Stream<Path> all = Files.list(directory())) {
            return all.sorted().toList();
        }
    }

    @Test
    void severalAreKeptAndEachCanBeLookedBackTo() throws IOException {
        SnapshotFiles files = files();
        assertThat(files.load("work")).isEmpty();
        assertThat(files.kept("work")).isEmpty();
        for (int i = 1; i <= 6; i++) {
            files.save("work", i, new Position(i * 10L), new byte[] {(byte) i});
        }
        files.save("work.other", 1, new Position(5), new byte[0]);
        assertThat(files().kept("work")).hasSize(6).startsWith(new Position(10));
        Snapshot back = files().load("work", new Position(59)).orElseThrow();
        assertThat(back.position()).isEqualTo(new Position(50));
        assertThat(back.version()).isEqualTo(5);
        assertThat(back.state()).containsExactly(5);
        assertThat(files().load("work", new Position(9))).isEmpty();
        assertThat(listed())
                .as("nothing half-written")
                .noneMatch(file -> file.toString().endsWith(".partial"));
    }

    @Test
    void aFlippedBitAnywhereMakesAnOlderOneServe() throws IOException {
        files().save("work", 1, new Position(10), new byte[] {1});
        files().save("work", 1, new Position(20), new byte[] {2, 3});
        Path newest = listed().getLast();
        byte[] sound = Files.readAllBytes(newest);
        for (int bit = 0; bit < sound.length * 8; bit++) {
            byte[] rotten = sound.clone();
            rotten[bit >> 3] ^= (byte) (1 << (bit & 7));
            Files.write(newest, rotten);
            assertThat(files().load("work").orElseThrow().position())
                    .as("bit " + bit)
                    .isEqualTo(new Position(10));
        }
        Files.write(newest, new byte[] {sound[0]});
        assertThat(files().load("work").orElseThrow().state()).containsExactly(1);
    }

    @Test
    void oneThatWasCutOffBeforeItHadItsNameIsNoSnapshot() throws IOException {
        files().save("work", 1, new Position(10), new byte[] {1});
        Path newest = listed().getLast();
        Files.write(directory().resolve("work@0000000000000000020.snapshot.partial"), Files.readAllBytes(newest));
        assertThat(files().load("work").orElseThrow().position()).isEqualTo(new Position(10));
        files().save("work", 1, new Position(20), new byte[] {2});
        assertThat(files().load("work").orElseThrow().state()).containsExactly(2);
    }

    @Test
    void saysWhyItCannotKeepOne() throws IOException {
        Files.writeString(directory(), "a file");
        assertThatThrownBy(() -> files().save("work", 1, new Position(1), new byte[1]))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("the snapshot of work could not be kept in " + directory());
        assertThatThrownBy(() -> files().save("../work", 1, new Position(1), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
