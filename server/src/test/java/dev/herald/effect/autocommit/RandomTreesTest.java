package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a work tree: a snapshot has what is in it, but for what the admission left out. */
class RandomTreesTest {
    private static final int ROUNDS = 8;

    @TempDir
    private Path temporary;

    private static LongStream seeds() {
        return LongStream.of(1, 2, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSnapshotIsTheWorkTree(long seed) throws Exception {
        Random random = new Random(seed);
        GitDirectory garden = new GitDirectory(temporary.resolve("garden"));
        Committing shadow = Committing.shadow(garden, temporary.resolve("own"));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = random.nextInt(25); i >= 0; i--) {
                change(garden, random);
            }
            byte[] index = Files.exists(garden.path.resolve(".git/index")) ? garden.index() : new byte[0];
            Outcome outcome = shadow.run(dev.herald.event.payload.AutoCommit.Trigger.MANUAL);
            String saved = switch (outcome) {
                case Outcome.Committed committed -> committed.hash();
                // What is saved is then HEAD or the last snapshot.
                case Outcome.Nothing nothing ->
                    nothing.why().startsWith("The last snapshot") ? "refs/herald/work" : head(garden);
                case Outcome.Refused refused -> throw new AssertionError("seed " + seed + ": " + refused);
                case Outcome.Postponed postponed -> throw new AssertionError("seed " + seed + ": " + postponed);
            };
            Map<String, String> expected = withoutSecrets(GitDirectory.files(garden.path));
            Map<String, String> found = saved.isEmpty() ? Map.of() : withoutSecrets(garden.files(saved, temporary));
            assertThat(found).as("seed %d, round %d", seed, round).isEqualTo(expected);
            if (index.length > 0) {
                assertThat(garden.index()).isEqualTo(index);
            }
        }
        garden.fsck();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCommitIsTheWorkTreeAndLeavesNothingStaged(long seed) throws Exception {
        Random random = new Random(seed);
        GitDirectory garden = new GitDirectory(temporary.resolve("garden")).commit("one");
        Committing branch = new Committing(Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.BRANCH)
                .at(BranchTest.PACE));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = random.nextInt(25); i >= 0; i--) {
                change(garden, random);
            }
            garden.git("reset", "-q");
            Outcome outcome = branch.run(dev.herald.event.payload.AutoCommit.Trigger.MANUAL);
            assertThat(outcome)
                    .as("seed %d, round %d", seed, round)
                    .isInstanceOfAny(Outcome.Committed.class, Outcome.Nothing.class);
            assertThat(withoutSecrets(garden.files("HEAD", temporary)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(withoutSecrets(GitDirectory.files(garden.path)));
            assertThat(garden.git("diff", "--cached", "--name-only"))
                    .as("seed %d, round %d", seed, round)
                    .isEmpty();
        }
        garden.fsck();
    }

    private static String head(GitDirectory garden) throws Exception {
        return garden.succeeds("rev-parse", "--verify", "HEAD") ? "HEAD" : "";
    }

    private static Map<String, String> withoutSecrets(Map<String, String> files) {
        Map<String, String> rest = new TreeMap<>(files);
        rest.keySet().removeIf(name -> name.endsWith(".pem"));
        return rest;
    }

    private static void change(GitDirectory garden, Random random) throws Exception {
        Path path = somewhere(garden.path, random);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                if (makeRoom(garden.path, path)) {
                    Files.writeString(
                            path, random.nextInt(4) == 0 ? "same" : "x".repeat(random.nextInt(50)) + random.nextInt());
                }
            }
            case 4 -> remove(path);
            case 5 -> {
                if (makeRoom(garden.path, path)) {
                    Files.createSymbolicLink(path, Path.of("to " + random.nextInt(3)));
                }
            }
            case 6 -> {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
            case 7 -> {
                Path other = somewhere(garden.path, random);
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && !other.startsWith(path)
                        && makeRoom(garden.path, other)) {
                    Files.createDirectories(path.getParent());
                    if (Files.exists(path)) {
                        Files.move(path, other);
                    }
                }
            }
            case 8 ->
                garden.succeeds("add", "-A", "--", garden.path.relativize(path).toString());
            case 9 ->
                garden.succeeds(
                        "rm",
                        "-q",
                        "--cached",
                        "-r",
                        "--",
                        garden.path.relativize(path).toString());
            case 10 -> garden.succeeds("commit", "-q", "-m", "some");
            default -> garden.succeeds("reset", "-q");
        }
    }

    private static Path somewhere(Path root, Random random) {
        Path path = root;
        for (int depth = random.nextInt(3); depth > 0; depth--) {
            path = path.resolve(List.of("a", "b b", "c\u00fc").get(random.nextInt(3)));
        }
        return path.resolve(List.of("a", "b b", "d\ne", "\u00fc", "k.pem", "f").get(random.nextInt(6)));
    }

    /** Removes what is at a path, and files above it. */
    private static boolean makeRoom(Path root, Path path) throws IOException {
        for (Path above = path.getParent(); !above.equals(root); above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(above);
            }
        }
        remove(path);
        Files.createDirectories(path.getParent());
        return true;
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(path)) {
            walk.forEach(all::addFirst);
        }
        for (Path one : all) {
            Files.delete(one);
        }
    }
}
