package dev.herald.source.files;

import static dev.herald.event.payload.FileChange.created;
import static dev.herald.event.payload.FileChange.deleted;
import static dev.herald.event.payload.FileChange.modified;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IgnoringTest {
    @TempDir
    Path temporary;

    private Path root;

    @BeforeEach
    void makeARepository() throws Exception {
        root = Files.createDirectories(temporary.resolve("root"));
        Files.createDirectories(root.resolve(".git/info"));
        Files.createDirectories(root.resolve("sub/deep"));
    }

    @Test
    void honoursNestedAndNegatedRules() throws Exception {
        Files.writeString(root.resolve(".gitignore"), "*.log\n!keep.log\n/build/\nsub/deep/secret\n");
        Files.writeString(root.resolve("sub/.gitignore"), "!special.log\n*.tmp\n/anchored\n");
        try (var directory = new WatchedDirectory(temporary)) {
            for (String path : new String[] {
                "a.log",
                "keep.log",
                "build/out",
                "sub/build/out",
                "sub/special.log",
                "sub/deep/b.log",
                "sub/x.tmp",
                "x.tmp",
                "sub/deep/secret",
                "sub/anchored",
                "sub/deep/anchored"
            }) {
                directory.write(path, "1");
            }
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(
                            created("keep.log"),
                            created("sub/build/out"),
                            created("sub/special.log"),
                            created("x.tmp"),
                            created("sub/deep/anchored"));
        }
    }

    @Test
    void honoursTheRepositorysAndTheUsersExcludes() throws Exception {
        Files.writeString(root.resolve(".git/info/exclude"), "*.mine\n");
        Files.createDirectories(temporary.resolve("home/.config/git"));
        Files.writeString(temporary.resolve("home/.config/git/ignore"), "*.everywhere\n");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a.mine", "1");
            directory.write("b.everywhere", "1");
            directory.write("c", "1");
            assertThat(directory.told()).containsExactly(created("c"));
            Files.writeString(root.resolve(".git/info/exclude"), "*.yours\n");
            // Git's own files are looked at from time to time: until then a new name is an old one.
            for (int i = 0; !directory.told().isEmpty(); i++) {
                directory.write(i + ".yours", "1");
            }
            directory.write("now.mine", "1");
            assertThat(directory.told()).contains(created("now.mine"));
        }
    }

    @Test
    void aNamedExcludesFileTakesTheDefaultsPlace() throws Exception {
        Files.createDirectories(temporary.resolve("home/.config/git"));
        Files.writeString(temporary.resolve("home/.config/git/ignore"), "*.everywhere\n");
        Files.writeString(temporary.resolve("home/named"), "*.named\n");
        Files.writeString(temporary.resolve("home/.gitconfig"), "[core]\n\texcludesFile = ~/named\n");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a.named", "1");
            directory.write("b.everywhere", "1");
            assertThat(directory.told()).containsExactly(created("b.everywhere"));
        }
    }

    @Test
    void heraldsOwnRulesStandAboveGits() throws Exception {
        Files.writeString(root.resolve(".gitignore"), "build/\n");
        Files.writeString(root.resolve(".heraldignore"), "!build/\n*.noise\n!backup~\n");
        Files.writeString(root.resolve("sub/.gitignore"), "!loud.noise\n");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("build/report", "1");
            directory.write("sub/loud.noise", "1");
            directory.write("backup~", "1");
            assertThat(directory.told()).containsExactlyInAnyOrder(created("build/report"), created("backup~"));
        }
    }

    @Test
    void placesNoWatchInWhatIsIgnored() throws Exception {
        Files.writeString(root.resolve(".gitignore"), "node_modules/\n");
        Files.createDirectories(root.resolve("node_modules/one/two"));
        var watches = new FaultyWatches();
        try (var directory = new WatchedDirectory(temporary, new LocalDisk(), watches)) {
            directory.write("sub/deep/deeper/file", "1");
            directory.write("node_modules/three/file", "1");
            assertThat(directory.told()).containsExactly(created("sub/deep/deeper/file"));
            assertThat(watches.registered())
                    .containsExactlyInAnyOrder(
                            root, root.resolve("sub"), root.resolve("sub/deep"), root.resolve("sub/deep/deeper"));
        }
    }

    @Test
    void rulesThatChangeTakeOutAndInWithoutNoise() throws Exception {
        Files.writeString(root.resolve("a.gen"), "1");
        Files.createDirectories(root.resolve("out"));
        Files.writeString(root.resolve("out/file"), "1");
        ageBirths();
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write(".gitignore", "*.gen\nout/\n");
            assertThat(directory.told()).containsExactly(created(".gitignore"));
            directory.append("a.gen", "2");
            directory.append("out/file", "2");
            assertThat(directory.told()).isEmpty();
            directory.delete(".gitignore");
            assertThat(directory.told()).containsExactly(deleted(".gitignore"));
            directory.append("a.gen", "3");
            directory.append("out/file", "3");
            assertThat(directory.told()).containsExactlyInAnyOrder(modified("a.gen"), modified("out/file"));
        }
    }

    /** Files just born count as new when rules change: lets them grow older than that. */
    private void ageBirths() throws Exception {
        long old = Files.getLastModifiedTime(root.resolve("out/file")).toMillis() + WatchedDirectory.MAX_MILLIS + 1_100;
        while (System.currentTimeMillis() < old) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void rulesAboveTheRootHoldToo() throws Exception {
        Files.createDirectories(temporary.resolve(".git/info"));
        Files.delete(root.resolve(".git/info"));
        Files.delete(root.resolve(".git"));
        Files.writeString(temporary.resolve(".gitignore"), "root/only-here\n*.up\n");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("only-here", "1");
            directory.write("sub/a.up", "1");
            directory.write("sub/only-here", "1");
            assertThat(directory.told()).containsExactly(created("sub/only-here"));
        }
    }

    @Test
    void aSecondWorkTreeSharesTheExcludes() throws Exception {
        Path main = Files.createDirectories(temporary.resolve("main"));
        Files.delete(root.resolve("sub/deep"));
        Files.delete(root.resolve("sub"));
        Files.delete(root.resolve(".git/info"));
        Files.delete(root.resolve(".git"));
        Files.delete(root);
        WatchedDirectory.runIn(
                main,
                "sh",
                "-c",
                "git init -q . && git -c user.name=n -c user.email=e@x commit -q --allow-empty -m 1"
                        + " && git worktree add -q ../root && mkdir -p .git/info && echo '*.mine' > .git/info/exclude");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a.mine", "1");
            directory.write("b", "1");
            assertThat(directory.told()).containsExactly(created("b"));
        }
    }

    @Test
    void anIgnoreFileOfAnySizeIsReadToItsLimitOnly() throws Exception {
        String padding = ("#" + "x".repeat(1_022) + "\n").repeat(1_024);
        Files.writeString(root.resolve(".gitignore"), "first\n" + padding + "last\n");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("first", "1");
            directory.write("last", "1");
            assertThat(directory.told()).containsExactly(created("last"));
        }
    }
}
