package dev.herald.source.files;

import static dev.herald.event.payload.FileChange.created;
import static dev.herald.event.payload.FileChange.deleted;
import static dev.herald.event.payload.FileChange.modified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import dev.herald.meter.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileWatchFaultsTest {
    @TempDir
    Path temporary;

    @Test
    void anOverflowLosesNothing() throws Exception {
        var watches = new FaultyWatches();
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), watches)) {
            directory.write("a/changed", "1");
            directory.write("a/moved", "1");
            directory.write("gone/in/deep", "1");
            directory.told();
            watches.overflow(true);
            directory.append("a/changed", "2");
            directory.move("a/moved", "a/there");
            directory.write("new/in/deep", "1");
            directory.run("rm", "-r", "gone");
            assertThat(directory.listener.await(told -> told.size() >= 4))
                    .containsExactlyInAnyOrder(
                            modified("a/changed"),
                            FileChange.moved("a/moved", "a/there"),
                            created("new/in/deep"),
                            deleted("gone/in/deep"));
            assertThat(watches.overflows()).isPositive();
            directory.listener.forget();
            watches.overflow(false);
            directory.append("new/in/deep", "2");
            assertThat(directory.told()).containsExactly(modified("new/in/deep"));
        }
    }

    @Test
    void atTheLimitOfWatchesItSaysHowToRaiseItAndPollsTheRest() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.createDirectories(temporary.resolve("root/" + i + "/in"));
            Files.writeString(temporary.resolve("root/" + i + "/in/file"), "1");
        }
        var watches = new FaultyWatches();
        watches.limit(4);
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), watches)) {
            assertThat(directory.listener.awaitWarnings(1))
                    .singleElement()
                    .asString()
                    .contains("sysctl", "fs.inotify.max_user_watches");
            assertThat(directory.watch().status().level()).isEqualTo(Health.Level.DEGRADED);
            Set<FileChange> expected = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                directory.append(i + "/in/file", "2");
                directory.write(i + "/new/file", "1");
                expected.addAll(List.of(modified(i + "/in/file"), created(i + "/new/file")));
            }
            assertThat(directory.listener.await(told -> told.size() >= expected.size()))
                    .containsExactlyInAnyOrderElementsOf(expected);
            directory.run("rm", "-r", "7");
            assertThat(directory.listener.await(told -> told.contains(deleted("7/new/file"))))
                    .contains(deleted("7/in/file"), deleted("7/new/file"));
            assertThat(directory.listener.warnings()).hasSize(1);
            watches.limit(1_000);
            awaitHealthy(directory.watch());
            directory.listener.forget();
            directory.append("9/new/file", "3");
            assertThat(directory.told()).containsExactly(modified("9/new/file"));
        }
    }

    @Test
    void withoutAnyNotificationsItPollsEverything() throws Exception {
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), new NoWatches())) {
            directory.write("a/b", "1");
            assertThat(directory.listener.await(told -> !told.isEmpty())).containsExactly(created("a/b"));
            directory.run("mv", "a", "c");
            assertThat(directory.listener.await(told -> told.size() > 1)).contains(FileChange.moved("a", "c"));
        }
    }

    @Test
    void aDirectoryThatMayNotBeReadIsSaidOnceAndTheRestGoesOn() throws Exception {
        Path secret = Files.createDirectories(temporary.resolve("root/secret"));
        Files.writeString(secret.resolve("old"), "1");
        var disk = new FaultyDisk();
        disk.deny(secret);
        try (var directory = new WatchedDirectory(temporary, disk, new NioWatches())) {
            assertThat(directory.listener.awaitWarnings(1))
                    .singleElement()
                    .asString()
                    .contains(secret.toString());
            for (int i = 0; i < 3; i++) {
                directory.write("open/" + i, "1");
                directory.write("secret/unseen", "1");
                assertThat(directory.told()).containsExactly(created("open/" + i));
            }
            assertThat(directory.listener.warnings()).hasSize(1);
            assertThat(directory.watch().status().detail()).contains("cannot be read");
            disk.allow(secret);
            awaitHealthy(directory.watch());
            directory.write("secret/seen", "1");
            assertThat(directory.told()).contains(created("secret/seen"));
        }
    }

    @Test
    void aDirectoryRemovedWhileItIsReadIsGone() throws Exception {
        var disk = new FaultyDisk();
        try (var directory = new WatchedDirectory(temporary, disk, new NioWatches())) {
            Path folder = directory.root.resolve("brief");
            disk.beforeListing(folder, () -> {
                Files.delete(folder.resolve("file"));
                Files.delete(folder);
            });
            Files.createDirectories(temporary.resolve("made"));
            Files.writeString(temporary.resolve("made/file"), "1");
            Files.move(temporary.resolve("made"), folder);
            assertThat(directory.told()).isEmpty();
            directory.write("brief/again", "1");
            assertThat(directory.told()).containsExactly(created("brief/again"));
        }
    }

    @Test
    void aDirectoryReplacedByALinkWhileItIsReadIsNotFollowed() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "1");
        var disk = new FaultyDisk();
        try (var directory = new WatchedDirectory(temporary, disk, new NioWatches())) {
            Path folder = directory.root.resolve("folder");
            disk.beforeListing(folder, () -> {
                Files.delete(folder);
                Files.createSymbolicLink(folder, outside);
            });
            Files.createDirectory(folder);
            assertThat(directory.listener.await(told -> told.contains(created("folder"))))
                    .containsExactly(created("folder"));
            Files.writeString(outside.resolve("more"), "1");
            assertThat(directory.told()).containsExactly(created("folder"));
        }
    }

    @Test
    void filesBeyondTheLimitOfWhatSettlesAtOnceAreFoundLater() throws Exception {
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), new NioWatches(), Set.of(), 100)) {
            Set<FileChange> expected = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                Path folder = Files.createDirectories(directory.root.resolve(String.valueOf(i % 3)));
                Files.createFile(folder.resolve(String.valueOf(i)));
                expected.add(created(i % 3 + "/" + i));
            }
            List<FileChange> told = directory.listener.await(changes -> changes.size() >= expected.size());
            assertThat(told).hasSize(expected.size()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static void awaitHealthy(FileWatch watch) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (watch.status().level() != Health.Level.HEALTHY && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(watch.status()).isEqualTo(Health.Status.HEALTHY);
    }
}
