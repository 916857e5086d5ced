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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a directory, who follows the changes knows in the end which files there are. */
@Timeout(60)
class RandomChangesTest {
    @TempDir
    Path temporary;

    private static Stream<Arguments> seeds() {
        // Those that once failed, and one of its own for each run, which the report of a failure names.
        return Stream.of(7_173_319_013_979L, 1L, 2L, System.nanoTime())
                .flatMap(seed -> Stream.of(Arguments.of(seed, false), Arguments.of(seed, true)));
    }

    @ParameterizedTest(name = "seed {0}, names lost: {1}")
    @MethodSource("seeds")
    void whoFollowsTheChangesKnowsTheFiles(long seed, boolean isLossy) throws Exception {
        follow(temporary, seed, isLossy, 3);
    }

    static void follow(Path temporary, long seed, boolean isLossy, int rounds) throws Exception {
        Random random = new Random(seed);
        var watches = new FaultyWatches();
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), watches)) {
            for (int round = 0; round < rounds; round++) {
                watches.overflow(isLossy && random.nextInt(3) > 0);
                for (int i = 0; i < 40; i++) {
                    change(directory.root, random);
                    if (random.nextInt(12) == 0) {
                        LockSupport.parkNanos(random.nextInt(80) * 1_000_000L);
                    }
                }
                Set<String> there = files(directory.root);
                List<FileChange> told = directory.listener.await(changes -> {
                    Follower follower = Follower.of(changes);
                    return follower.contradiction != null || follower.files.equals(there);
                });
                Follower follower = Follower.of(told);
                assertThat(follower.contradiction)
                        .as("seed %d, told %s", seed, told)
                        .isNull();
                assertThat(follower.files).as("seed %d, told %s", seed, told).isEqualTo(there);
            }
        }
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
