package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a directory, who follows the changes knows in the end which files there are. */
@Timeout(60)
class RandomChangesTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoFollowsTheChangesKnowsTheFiles(boolean isLossy) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        var watches = new FaultyWatches();
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), watches)) {
            Set<String> followed = new TreeSet<>();
            for (int round = 0; round < 12; round++) {
                watches.overflow(isLossy && random.nextInt(3) > 0);
                for (int i = 0; i < 40; i++) {
                    change(directory.root, random);
                    if (random.nextInt(12) == 0) {
                        LockSupport.parkNanos(random.nextInt(80) * 1_000_000L);
                    }
                }
                Set<String> there = files(directory.root);
                directory.listener.await(told -> followed(followed, told).equals(there));
                List<FileChange> told = directory.listener.changes();
                assertThat(followed(followed, told))
                        .as("seed %d, told %s", seed, told)
                        .isEqualTo(there);
                Set<String> now = followed(followed, told);
                followed.clear();
                followed.addAll(now);
                directory.listener.forget();
            }
        }
    }

    /** The files as the changes tell them; a change that contradicts the ones before it shows as a name of its own. */
    private static Set<String> followed(Set<String> before, List<FileChange> changes) {
        Set<String> files = new TreeSet<>(before);
        for (FileChange change : changes) {
            boolean isConsistent = switch (change.change()) {
                case CREATED -> files.add(change.path());
                case MODIFIED -> files.contains(change.path());
                case DELETED -> files.remove(change.path());
                case MOVED -> move(files, String.valueOf(change.previousPath()), change.path());
            };
            if (!isConsistent) {
                files.add("? " + change);
            }
        }
        return files;
    }

    private static boolean move(Set<String> files, String from, String to) {
        if (files.remove(from)) {
            files.add(to);
            return true;
        }
        Set<String> below =
                files.stream().filter(file -> file.startsWith(from + "/")).collect(Collectors.toSet());
        files.removeAll(below);
        below.forEach(file -> files.add(to + file.substring(from.length())));
        return !below.isEmpty();
    }

    private static void change(Path root, Random random) throws IOException {
        Path one = somewhere(root, random);
        Path other = somewhere(root, random);
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                if (!Files.isDirectory(one) && isPossible(root, one)) {
                    Files.createDirectories(one.getParent());
                    Files.writeString(one, "x".repeat(random.nextInt(100)));
                }
            }
            case 3 -> remove(one);
            default -> {
                boolean isFree = !Files.exists(other) || Files.isRegularFile(one) && Files.isRegularFile(other);
                if (Files.exists(one) && isFree && !other.startsWith(one) && isPossible(root, other)) {
                    Files.createDirectories(other.getParent());
                    Files.move(one, other, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static Path somewhere(Path root, Random random) {
        Path path = root;
        for (int depth = random.nextInt(3); depth >= 0; depth--) {
            path = path.resolve(String.valueOf((char) ('a' + random.nextInt(4))));
        }
        return path;
    }

    /** Whether nothing above it is a file. */
    private static boolean isPossible(Path root, Path path) {
        for (Path above = path.getParent(); !above.equals(root); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return false;
            }
        }
        return true;
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(path)) {
            walk.forEach(all::addFirst);
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    private static Set<String> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
