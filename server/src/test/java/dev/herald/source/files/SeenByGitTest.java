package dev.herald.source.files;

import static dev.herald.event.payload.FileChange.created;
import static dev.herald.event.payload.FileChange.deleted;
import static dev.herald.event.payload.FileChange.modified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.meter.Health;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What git takes for a change is told, and what git does not see is not. With the git that is installed. */
@Timeout(90)
class SeenByGitTest {
    private static final String GIT = "git -c user.name=n -c user.email=e@x -c init.defaultBranch=main ";

    @TempDir
    Path temporary;

    private Path root;

    @BeforeEach
    void makeARepository() throws Exception {
        root = Files.createDirectories(temporary.resolve("root"));
        Files.createDirectories(temporary.resolve("home"));
        shell("git init -q -b main .");
    }

    @Test
    void aTrackedFileIsToldThoughARuleNamesIt() throws Exception {
        shell("mkdir -p out/deep && echo 1 > out/deep/kept && echo 1 > out/other && echo 1 > a.gen && echo 1 > b.gen");
        shell("printf 'out/\\n*.gen\\n' > .gitignore && git add -f out/deep/kept a.gen .gitignore && " + GIT
                + "commit -q -m 1");
        try (var directory = new WatchedDirectory(temporary)) {
            for (String path : new String[] {"out/deep/kept", "out/other", "a.gen", "b.gen"}) {
                directory.append(path, "2");
            }
            directory.write("out/deep/new", "1");
            assertThat(directory.told()).containsExactlyInAnyOrder(modified("out/deep/kept"), modified("a.gen"));
        }
    }

    @Test
    void aFileThatIsTrackedFromNowOnIsToldFromNowOn() throws Exception {
        shell("echo '*.gen' > .gitignore && echo 1 > a.gen");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.append("a.gen", "2");
            assertThat(directory.told()).isEmpty();
            shell("git add -f a.gen");
            directory.listener.await(told -> {
                append(directory, "a.gen");
                return told.contains(modified("a.gen"));
            });
            assertThat(directory.told()).contains(modified("a.gen"));
        }
    }

    @Test
    void aRuleThatNamesATrackedFileTakesNothingAway() throws Exception {
        shell("echo 1 > a.gen && git add a.gen && " + GIT + "commit -q -m 1");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write(".gitignore", "*.gen\n");
            assertThat(directory.told()).containsExactly(created(".gitignore"));
            directory.append("a.gen", "2");
            directory.write("b.gen", "1");
            assertThat(directory.told()).containsExactly(modified("a.gen"));
        }
    }

    @Test
    void heraldsOwnRulesHoldForTrackedFilesToo() throws Exception {
        shell("echo 1 > a.gen && git add a.gen && echo '*.gen' > .heraldignore");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.append("a.gen", "2");
            assertThat(directory.told()).isEmpty();
        }
    }

    @Test
    void aChangeWhoseTimeIsPutBackIsTold() throws Exception {
        shell("echo 1 > a && touch -d '2020-01-01' a");
        try (var directory = new WatchedDirectory(temporary)) {
            shell("echo 2 > a && touch -d '2020-01-01' a");
            assertThat(directory.told()).containsExactly(modified("a"));
        }
    }

    @Test
    void aProgramThatMayBeRunIsAChangeAndOtherRightsAndLinksAreNone() throws Exception {
        shell("echo 1 > run && echo 1 > read && echo 1 > linked");
        try (var directory = new WatchedDirectory(temporary)) {
            Files.setPosixFilePermissions(root.resolve("run"), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(root.resolve("read"), PosixFilePermissions.fromString("r--------"));
            Files.createLink(temporary.resolve("elsewhere"), root.resolve("linked"));
            assertThat(directory.told()).containsExactly(modified("run"));
            Files.delete(temporary.resolve("elsewhere"));
            assertThat(directory.told()).isEmpty();
            directory.append("linked", "2");
            assertThat(directory.told()).containsExactly(modified("linked"));
        }
    }

    /** The system makes no notice of it. */
    @Test
    void aFileThatIsWrittenThroughMemoryIsFoundByTheNextLook() throws Exception {
        shell("echo 1 > a");
        try (var directory = new WatchedDirectory(temporary);
                FileChannel file =
                        FileChannel.open(root.resolve("a"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, 2);
            memory.put(0, "2".getBytes(StandardCharsets.UTF_8));
            memory.force();
            directory.listener.await(told -> told.contains(modified("a")));
            assertThat(directory.told()).containsExactly(modified("a"));
        }
    }

    @Test
    void settingsThatGitIncludesOnAConditionHold() throws Exception {
        Path home = temporary.resolve("home");
        Files.writeString(home.resolve("named"), "*.named\n");
        Files.writeString(
                home.resolve(".gitconfig"),
                "[includeIf \"gitdir:" + root + "/.git\"]\n\tpath = work\n[core]\n\tpager = cat\n");
        Files.writeString(home.resolve("work"), "[core]\n\texcludesFile = ~/named\n");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a.named", "1");
            directory.write("b", "1");
            assertThat(directory.told()).containsExactly(created("b"));
            Files.writeString(home.resolve("work"), "[core]\n\texcludesFile = ~/none-of-that-name\n");
            directory.listener.await(told -> {
                append(directory, "a.named");
                return told.contains(modified("a.named"));
            });
            assertThat(directory.told()).contains(modified("a.named"));
        }
    }

    @Test
    void settingsOfOneWorkTreeHold() throws Exception {
        Files.writeString(temporary.resolve("home/named"), "*.named\n");
        shell("git config extensions.worktreeConfig true && git config --worktree core.excludesFile '"
                + temporary.resolve("home/named") + "'");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a.named", "1");
            directory.write("b", "1");
            assertThat(directory.told()).containsExactly(created("b"));
        }
    }

    @Test
    void aBareRepositoryBesideItsWorkTreesIsGits() throws Exception {
        shell("rm -rf .git && git init -q --bare .bare && echo 'gitdir: ./.bare' > .git");
        try (var directory = new WatchedDirectory(temporary)) {
            shell("git --git-dir=.bare hash-object -w --stdin < /dev/null && echo x > .bare/description");
            directory.write("b", "1");
            shell("git init -q --bare other.git && echo x > other.git/refs/x");
            assertThat(directory.told()).containsExactly(created("b"));
        }
    }

    @Test
    void aFileSystemThatIsMountedOverADirectoryIsSeen() throws Exception {
        shell("mkdir sub && echo 1 > sub/below");
        boolean isMounted = false;
        try (var directory = new WatchedDirectory(temporary)) {
            isMounted = new ProcessBuilder("mount", "-t", "tmpfs", "none", "sub")
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
            if (isMounted) {
                directory.listener.await(told -> told.contains(deleted("sub/below")));
                directory.write("sub/above", "1");
                assertThat(directory.told()).contains(deleted("sub/below"), created("sub/above"));
                shell("umount sub");
                isMounted = false;
                directory.listener.await(told -> told.contains(created("sub/below")));
                assertThat(directory.told()).contains(deleted("sub/above"), created("sub/below"));
            } else {
                // Who may not mount anything sees that at least a table that changes is noticed.
                Path table = Files.writeString(temporary.resolve("table"), "1 /\n");
                Mounts mounts = new Mounts(table);
                assertThat(mounts.haveChanged()).isFalse();
                Files.writeString(table, "1 /\n2 " + root + "/sub\n");
                assertThat(mounts.haveChanged()).isTrue();
            }
        } finally {
            if (isMounted) {
                shell("umount sub");
            }
        }
    }

    /** A rule that another matcher would try for ever. */
    @Test
    void aHostileRuleHoldsNothingUp() throws Exception {
        Files.writeString(root.resolve(".gitignore"), "*a".repeat(12) + "*b\nx[/]y\n[\n");
        try (var directory = new WatchedDirectory(temporary)) {
            directory.write("a".repeat(250), "1");
            assertThat(directory.told()).contains(created("a".repeat(250)));
            assertThat(directory.watch().status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    private static void append(WatchedDirectory directory, String path) {
        try {
            directory.append(path, "x");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void shell(String script) throws Exception {
        WatchedDirectory.runIn(root, "sh", "-c", script);
    }
}
