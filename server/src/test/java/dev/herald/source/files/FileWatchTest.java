package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import dev.herald.meter.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileWatchTest {
    @TempDir
    Path temporary;

    @Test
    void tellsWhatBecomesOfAFile() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("src/a.txt", "1");
            assertThat(directory.told()).containsExactly(FileChange.created("src/a.txt"));
            directory.write("src/a.txt", "22");
            assertThat(directory.told()).containsExactly(FileChange.modified("src/a.txt"));
            directory.move("src/a.txt", "src/b.txt");
            assertThat(directory.told()).containsExactly(FileChange.moved("src/a.txt", "src/b.txt"));
            directory.delete("src/b.txt");
            assertThat(directory.told()).containsExactly(FileChange.deleted("src/b.txt"));
        }
    }

    @Test
    void saysNothingOfWhatWasThereNorOfWhatDidNotChange() throws Exception {
        Files.createDirectories(temporary.resolve("root/deep"));
        Files.writeString(temporary.resolve("root/deep/old"), "1");
        try (var directory = new WatchedDirectory(temporary)) {
            Files.setPosixFilePermissions(
                    directory.root.resolve("deep/old"), PosixFilePermissions.fromString("rw-rw-r--"));
            directory.write("short", "1");
            directory.delete("short");
            Files.readString(directory.root.resolve("deep/old"));
            assertThat(directory.told()).isEmpty();
            directory.append("deep/old", "2");
            assertThat(directory.told()).containsExactly(FileChange.modified("deep/old"));
        }
    }

    @Test
    void tellsARenamedDirectoryOnceAndGoesOnWatchingIt() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a/b/c/one", "1");
            directory.write("a/two", "2");
            directory.told();
            directory.move("a", "z");
            assertThat(directory.told()).containsExactly(FileChange.moved("a", "z"));
            directory.append("z/b/c/one", "+");
            directory.write("z/b/three", "3");
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(FileChange.modified("z/b/c/one"), FileChange.created("z/b/three"));
            Files.createDirectory(directory.root.resolve("other"));
            directory.move("z/b", "other/b");
            directory.append("other/b/c/one", "+");
            assertThat(directory.told())
                    .containsExactly(FileChange.moved("z/b", "other/b"), FileChange.modified("other/b/c/one"));
        }
    }

    @Test
    void tellsAMoveAndAWriteInOneGo() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a", "1");
            directory.write("dir/x", "x");
            directory.told();
            directory.move("a", "b");
            directory.append("b", "2");
            directory.move("dir/x", "y");
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(
                            FileChange.moved("a", "b"), FileChange.modified("b"), FileChange.moved("dir/x", "y"));
            directory.write("target", "old");
            directory.told();
            directory.move("b", "target");
            assertThat(directory.told()).containsExactly(FileChange.moved("b", "target"));
        }
    }

    @Test
    void tellsMovesAcrossTheEdgeAsCreatedAndDeleted() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside/folder"));
        Files.writeString(outside.resolve("in"), "1");
        Files.writeString(temporary.resolve("outside/file"), "1");
        try (var directory = new WatchedDirectory(temporary)) {
            Files.move(temporary.resolve("outside/file"), directory.root.resolve("file"));
            Files.move(outside, directory.root.resolve("folder"));
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(FileChange.created("file"), FileChange.created("folder/in"));
            Files.move(directory.root.resolve("file"), temporary.resolve("outside/file"));
            Files.move(directory.root.resolve("folder"), outside);
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(FileChange.deleted("file"), FileChange.deleted("folder/in"));
            Files.writeString(outside.resolve("in"), "unseen");
            assertThat(directory.told()).isEmpty();
        }
    }

    @Test
    void findsEachFileOfABurstOnce() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            int count = 10_000;
            for (int i = 0; i < count; i++) {
                Path folder = Files.createDirectories(directory.root.resolve("burst/" + i % 7));
                // Empty: a writer that is held up between making and filling a file would be seen doing both.
                Files.createFile(folder.resolve(String.valueOf(i)));
            }
            directory.listener.await(changes -> changes.size() >= count);
            List<FileChange> told = directory.told();
            List<FileChange> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                expected.add(FileChange.created("burst/" + i % 7 + "/" + i));
            }
            assertThat(told).hasSize(count);
            assertThat(Set.copyOf(told)).isEqualTo(Set.copyOf(expected));
            assertThat(directory.listener.batchMost()).isLessThanOrEqualTo(256);
            directory.run("rm", "-rf", "burst");
            directory.listener.await(changes -> changes.size() >= count);
            assertThat(directory.told()).hasSize(count).allMatch(change -> change.change() == FileChange.Kind.DELETED);
        }
    }

    @Test
    void tellsAFileThatIsNeverQuietAgainAndAgain() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("log", "");
            directory.told();
            List<FileChange> told = directory.listener.changes();
            long end = System.nanoTime() + 10_000_000_000L;
            while (told.size() < 3 && System.nanoTime() < end) {
                directory.append("log", "line\n");
                told = directory.listener.changes();
            }
            assertThat(told).hasSizeBetween(3, 4).containsOnly(FileChange.modified("log"));
        }
    }

    @Test
    void goesOnWhenTheRootIsRemovedAndMadeAgain() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a/kept", "1");
            directory.write("a/gone", "1");
            directory.told();
            WatchedDirectory.runIn(temporary, "sh", "-c", "rm -rf root && mkdir -p root/a && echo new > root/a/kept");
            List<FileChange> told = directory.told();
            assertThat(told).contains(FileChange.deleted("a/gone"));
            // Modified, or deleted and created, as the machine is quick or slow.
            List<FileChange> kept = told.stream()
                    .filter(change -> change.path().equals("a/kept"))
                    .toList();
            assertThat(kept.getLast()).isIn(FileChange.modified("a/kept"), FileChange.created("a/kept"));
            WatchedDirectory.runIn(temporary, "rm", "-rf", "root");
            assertThat(directory.listener.await(changes -> !changes.isEmpty())).contains(FileChange.deleted("a/kept"));
            assertThat(directory.watch().status().detail()).contains("is not there");
            Files.createDirectory(directory.root);
            directory.told();
            directory.write("a/kept", "1");
            assertThat(directory.told()).containsExactly(FileChange.created("a/kept"));
        }
    }

    @Test
    void goesOnWhenTheRootIsMovedAwayAndReplaced() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a", "1");
            directory.told();
            WatchedDirectory.runIn(temporary, "sh", "-c", "mv root away && mkdir root && echo 2 > root/b");
            directory.listener.await(changes -> changes.contains(FileChange.created("b")));
            Files.writeString(temporary.resolve("away/a"), "unseen");
            assertThat(directory.told()).containsExactlyInAnyOrder(FileChange.created("b"), FileChange.deleted("a"));
        }
    }

    @Test
    void aDirectoryMayBecomeAFileAndTheOtherWayRound() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("x/in", "1");
            directory.write("y", "1");
            directory.told();
            directory.run("sh", "-c", "rm -r x y && echo 1 > x && mkdir y && echo 1 > y/in");
            directory.listener.await(changes -> changes.contains(FileChange.created("y/in")));
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(
                            FileChange.deleted("x/in"),
                            FileChange.deleted("y"),
                            FileChange.created("x"),
                            FileChange.created("y/in"));
        }
    }

    @Test
    void knowsNamesOfEveryKind() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.run(
                    "sh",
                    "-c",
                    "mkdir 'a dir' && echo 1 > 'a dir/new\nline' && echo 1 > ' lead' && echo 1 > -f"
                            + " && echo 1 > \"$(printf 'm\\303\\266we-\\346\\227\\245\\346\\234\\254-\\360\\237\\220\\246')\""
                            + " && echo 1 > \"$(printf 'bad-\\377-utf8')\" && echo 1 > 'quo\"te\\back'");
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(
                            FileChange.created("a dir/new\nline"),
                            FileChange.created(" lead"),
                            FileChange.created("-f"),
                            FileChange.created("möwe-日本-🐦"),
                            FileChange.created("bad-\uFFFD-utf8"),
                            FileChange.created("quo\"te\\back"));
            directory.run("sh", "-c", "mv 'a dir/new\nline' 'a dir/n\n2'");
            assertThat(directory.told()).containsExactly(FileChange.moved("a dir/new\nline", "a dir/n\n2"));
        }
    }

    @Test
    void neverFollowsASymbolicLink() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        try (var directory = new WatchedDirectory(temporary)) {
            Files.createSymbolicLink(directory.root.resolve("out"), outside);
            Files.createDirectory(directory.root.resolve("loop"));
            Files.createSymbolicLink(directory.root.resolve("loop/again"), directory.root);
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(FileChange.created("out"), FileChange.created("loop/again"));
            Files.writeString(outside.resolve("secret"), "1");
            directory.write("seen", "1");
            assertThat(directory.told()).containsExactly(FileChange.created("seen"));
        }
    }

    @Test
    void doesNotWatchWhatItIsToldNotTo() throws Exception {
        Path data = temporary.resolve("root/.herald");
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), new NioWatches(), Set.of(data), 50_000)) {
            directory.write(".herald/journal", "1");
            directory.write(".git/index", "1");
            directory.write("sub/.git/index", "1");
            directory.write("sub/.herald/file", "1");
            assertThat(directory.told()).containsExactly(FileChange.created("sub/.herald/file"));
        }
    }

    @Test
    void doesNotWatchItsDataWhenTheRootIsReachedThroughALink() throws Exception {
        Files.createDirectories(temporary.resolve("real"));
        Files.createSymbolicLink(temporary.resolve("root"), temporary.resolve("real"));
        Path data = temporary.resolve("real/.herald/data");
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), new NioWatches(), Set.of(data), 50_000)) {
            directory.write(".herald/data/journal", "1");
            directory.write(".herald/other", "1");
            assertThat(directory.told()).containsExactly(FileChange.created(".herald/other"));
        }
    }

    @Test
    void offersTheSameAgainInOrderUntilItIsTaken() throws Exception {
        try (var directory = new WatchedDirectory(temporary)) {
            directory.listener.refuse(5);
            directory.write("a", "1");
            List<FileChange> told = directory.listener.await(changes -> !changes.isEmpty());
            assertThat(told).containsExactly(FileChange.created("a"));
            assertThat(directory.listener.refused()).isEqualTo(5);
            assertThat(directory.told()).contains(FileChange.created("a"));
        }
    }

    @Test
    void tellsWhatHasNotSettledWhenItIsClosed() throws Exception {
        var watches = new FaultyWatches();
        var directory = new WatchedDirectory(temporary, watches, WatchedDirectory.MAX_MILLIS);
        Files.createFile(directory.root.resolve("late"));
        watches.awaitHandled();
        directory.close();
        assertThat(directory.listener.changes()).containsExactly(FileChange.created("late"));
        assertThat(directory.watch().status().level()).isEqualTo(Health.Level.HEALTHY);
    }
}
