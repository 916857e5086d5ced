package dev.herald.effect.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.git.Repository;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files come back to where they were, and nothing is lost by it; with the real git. */
@Timeout(120)
class WorkTreeRestoringTest {
    @TempDir
    private Path directory;

    private KeptRepository kept;
    private Snapshots snapshots;
    private Path work;

    @BeforeEach
    void open() throws Exception {
        work = directory.toRealPath().resolve("work");
        kept = new KeptRepository(work);
        kept.write("a", "first\n");
        kept.write("src/b", "b first\n");
        kept.commit("first");
        snapshots = kept.snapshots();
    }

    private Restored.WorkTree restore(String id, boolean isForced, String... paths) throws Exception {
        Snapshot snapshot = snapshots.find(new SnapshotId.Hash(id), "main");
        return (Restored.WorkTree) snapshots.restore(snapshot, new RestoreTarget.WorkTree(isForced), List.of(paths));
    }

    private void refuses(String id, String why, String... paths) throws Exception {
        String before = kept.state();
        assertThatThrownBy(() -> restore(id, false, paths))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(why);
        assertThat(kept.state()).isEqualTo(before);
        assertNothingIsLeftBehind();
    }

    private void assertNothingIsLeftBehind() throws Exception {
        try (var all = Files.walk(work)) {
            assertThat(all.map(Path::toString)).noneMatch(name -> name.contains(".herald-restore-"));
        }
    }

    @Test
    void bringsBackWhatIsKeptElsewhereAndNothingElse() throws Exception {
        kept.write("a", "kept\n");
        kept.write("src/new", "new\n");
        String id = kept.keep("main");
        kept.write("a", "newer\n");
        kept.keep("main");
        Files.delete(work.resolve("src/new"));
        kept.write("src/b", "not kept anywhere\n");
        kept.write("src/other", "o\n");
        kept.run("add", "src/b");
        String index = kept.run("ls-files", "-s");

        Restored.WorkTree restored = restore(id, false, "a", "src/new", "none");
        assertThat(restored.written()).containsExactly("a", "src/new");
        assertThat(restored.absent()).containsExactly("none");
        assertThat(restored.saved()).isNull();
        assertThat(work.resolve("a")).hasContent("kept\n");
        assertThat(work.resolve("src/new")).hasContent("new\n");
        assertThat(work.resolve("src/b")).hasContent("not kept anywhere\n");
        assertThat(kept.run("ls-files", "-s")).isEqualTo(index);
        assertThat(restore(id, false, "a").same()).isEqualTo(1);
        assertThat(restore(id, false, "a").written()).isEmpty();
        assertNothingIsLeftBehind();
    }

    @Test
    void whatIsKeptNowhereIsRefusedOrKeptFirst() throws Exception {
        kept.write("a", "kept\n");
        String id = kept.keep("main");
        kept.write("a", "mine\n");
        kept.write("src/b", "mine too\n");
        refuses(id, "a: what it has now is in no snapshot and no commit", "a", "src");
        refuses(id, "--force", "a");
        assertThat(work.resolve("src/b")).hasContent("mine too\n");

        Restored.WorkTree restored = restore(id, true, "a", "src");
        assertThat(restored.written()).containsExactlyInAnyOrder("a", "src/b");
        assertThat(work.resolve("a")).hasContent("kept\n");
        Snapshot saved = snapshots.find(new SnapshotId.Latest(0), "main");
        assertThat(saved.id()).isEqualTo(restored.saved());
        assertThat(saved.parents()).containsExactly(id, kept.hash("HEAD"));
        assertThat(saved.base()).isEqualTo(kept.hash("HEAD"));
        assertThat(kept.run("show", saved.id() + ":a", saved.id() + ":src/b")).isEqualTo("mine\nmine too");
        // And back again, for now it is kept.
        assertThat(restore(saved.id(), false, "a", "src").written()).hasSize(2);
        assertThat(work.resolve("a")).hasContent("mine\n");
    }

    @Test
    void whatIsInAnOldSnapshotOrCommitIsKept() throws Exception {
        kept.write("a", "in a commit\n");
        kept.commit("second");
        String commit = kept.hash("HEAD");
        kept.write("a", "in the first snapshot\n");
        String first = kept.keep("main");
        kept.write("a", "in the second snapshot\n");
        kept.keep("main");
        kept.run("checkout", "-q", "-f", "HEAD");
        kept.write("a", "last\n");
        kept.commit("third");
        String last = kept.keep("main");
        for (String content : List.of("in a commit\n", "in the first snapshot\n", "in the second snapshot\n")) {
            kept.write("a", content);
            assertThat(restore(last, false, "a").saved()).as(content).isNull();
        }
        kept.run("reset", "-q", "--hard", commit + "^");
        kept.write("a", "in the second snapshot\n");
        assertThat(restore(first, false, "a").written()).containsExactly("a");
        // The same content under another name is not kept under this one.
        kept.write("src/b", "last\n");
        refuses(last, "src/b", "src/b");
    }

    @Test
    void deletedFilesAndTheirDirectoriesComeBackWithTheirModes() throws Exception {
        kept.write("deep/er/run", "#!/bin/sh\n");
        Files.setPosixFilePermissions(work.resolve("deep/er/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(work.resolve("deep/link"), Path.of("../a"));
        kept.write("a", "kept\n");
        kept.write("plain", "p\n");
        String id = kept.keep("main");
        kept.write("a", "newer\n");
        kept.keep("main");
        Files.setPosixFilePermissions(work.resolve("a"), PosixFilePermissions.fromString("rw-------"));
        Files.delete(work.resolve("deep/er/run"));
        Files.delete(work.resolve("deep/link"));
        Files.delete(work.resolve("deep/er"));
        Files.delete(work.resolve("deep"));
        Files.setPosixFilePermissions(work.resolve("plain"), PosixFilePermissions.fromString("rwx------"));
        assertThat(restore(id, false, ".").written())
                .containsExactlyInAnyOrder("a", "deep/er/run", "deep/link", "plain");
        assertThat(Files.isExecutable(work.resolve("deep/er/run"))).isTrue();
        assertThat(Files.readSymbolicLink(work.resolve("deep/link"))).isEqualTo(Path.of("../a"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("a"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("plain"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsWrittenThroughLinksOrInTheWayOfOtherThings() throws Exception {
        kept.write("dir/x", "kept\n");
        kept.write("sub/y", "kept\n");
        kept.write("z", "kept\n");
        String id = kept.keep("main");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("x"), "theirs\n");
        Files.delete(work.resolve("dir/x"));
        Files.delete(work.resolve("dir"));
        Files.createSymbolicLink(work.resolve("dir"), elsewhere);
        refuses(id, "dir is a symbolic link", "dir/x");
        assertThat(elsewhere.resolve("x")).hasContent("theirs\n");
        Files.delete(work.resolve("z"));
        Files.createDirectories(work.resolve("z/inside"));
        refuses(id, "it is a directory here", "z");
        Files.delete(work.resolve("z/inside"));
        Files.delete(work.resolve("z"));
        Files.createSymbolicLink(work.resolve("z"), elsewhere.resolve("x"));
        kept.keep("main");
        assertThat(restore(id, false, "z").written()).containsExactly("z");
        assertThat(Files.isRegularFile(work.resolve("z"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(elsewhere.resolve("x")).hasContent("theirs\n");
        Files.delete(work.resolve("sub/y"));
        kept.run("init", "-q", "sub");
        refuses(id, "sub is another repository", "sub/y");
    }

    @Test
    void namesAreNamesAndNoPatterns() throws Exception {
        kept.write("*", "star\n");
        kept.write(":(top)b", "magic\n");
        kept.write("ä ö", "letters\n");
        String id = kept.keep("main");
        for (String name : List.of("*", ":(top)b", "ä ö", "a")) {
            Files.delete(work.resolve(name));
        }
        assertThat(restore(id, false, "*", ":(top)b").written()).containsExactlyInAnyOrder("*", ":(top)b");
        assertThat(work.resolve("a")).doesNotExist();
        assertThat(restore(id, false, "ä ö").written()).containsExactly("ä ö");
        assertThatThrownBy(() -> restore(id, false, "no*")).hasMessageContaining("none of the paths given");
    }

    @Test
    void aFileThatIsOpenForWritingStays() throws Exception {
        kept.write("a", "kept\n");
        String id = kept.keep("main");
        kept.write("a", "newer\n");
        kept.keep("main");
        Process writer = new ProcessBuilder("sh", "-c", "exec 3>>a; echo open; read x")
                .directory(work.toFile())
                .start();
        try {
            assertThat(writer.inputReader().readLine()).isEqualTo("open");
            refuses(id, "has it open for writing", "a");
        } finally {
            writer.destroy();
            assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        try (InputStream reader = Files.newInputStream(work.resolve("a"))) {
            assertThat(restore(id, false, "a").written()).containsExactly("a");
            assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("newer\n");
        }
        assertThat(work.resolve("a")).hasContent("kept\n");
    }

    @Test
    void whatWasLeftOutAsASecretIsNotTakenByForce() throws Exception {
        String id = kept.keep("main");
        kept.trailers = "Left-Out: a (secret_content)\n";
        kept.keep("main");
        kept.write("a", "secret\n");
        assertThatThrownBy(() -> restore(id, true, "a"))
                .hasMessageContaining("left out of the newest snapshot as a secret");
        refuses(id, "copy it elsewhere and remove it first", "a");
        assertThat(work.resolve("a")).hasContent("secret\n");
        assertThat(kept.run("log", "--all", "--format=%s", "-S", "secret")).isEmpty();
    }

    @Test
    void aChangeJustBeforeAFileIsReplacedIsKept() throws Exception {
        Path from = Files.writeString(directory.resolve("from"), "restored\n");
        PresentFile looked = PresentFile.at("a", work.resolve("a"));
        kept.write("a", "written since\n");
        assertThatThrownBy(() -> new Placing().put(from, looked)).hasMessageContaining("changed just now");
        assertThat(work.resolve("a")).hasContent("written since\n");
        PresentFile absent = PresentFile.at("c", work.resolve("c"));
        kept.write("c", "appeared\n");
        assertThatThrownBy(() -> new Placing().put(from, absent)).hasMessageContaining("changed just now");
        assertThat(work.resolve("c")).hasContent("appeared\n");
        assertNothingIsLeftBehind();
    }

    @Test
    void aSnapshotWhoseContentIsGoneKeepsNothing() throws Exception {
        kept.write("a", "mine\n");
        PresentFile file = PresentFile.at("a", work.resolve("a"));
        Repository repository = new Repository(work, work.resolve(".git"), work.resolve(".git"));
        Chain chain = new Chain(kept.git, repository);
        PresentContent content =
                new PresentContent(kept.git, repository, new Finder(kept.git, repository, chain), chain);
        String id = content.save(List.of(file), "a test");
        assertThat(content.holds(id, List.of(file))).isTrue();
        String blob = kept.hash(id + ":a");
        Files.delete(work.resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2)));
        assertThat(content.holds(id, List.of(file))).isFalse();
        assertThat(work.resolve("a")).hasContent("mine\n");
    }

    @Test
    void worksInARepositoryWithoutACommit() throws Exception {
        KeptRepository young = new KeptRepository(directory.resolve("young"));
        young.write("n", "kept\n");
        young.keep("main");
        young.write("n", "mine\n");
        Snapshots its = young.snapshots();
        Snapshot snapshot = its.find(new SnapshotId.Latest(0), "main");
        RestoreTarget forced = new RestoreTarget.WorkTree(true);
        assertThat(((Restored.WorkTree) its.restore(snapshot, forced, List.of("n"))).saved())
                .isNotNull();
        assertThat(young.directory.resolve("n")).hasContent("kept\n");
        Snapshot saved = its.find(new SnapshotId.Latest(0), "main");
        assertThat(saved.base()).isNull();
        assertThat(young.run("show", saved.id() + ":n")).isEqualTo("mine");
    }

    @Test
    void killedInTheMiddleLeavesEachFileWhole() throws Exception {
        String old = "old\n".repeat(20_000);
        String now = "new\n".repeat(20_000);
        int count = 300;
        for (int i = 0; i < count; i++) {
            kept.write("many/" + i, old);
        }
        kept.keep("main");
        for (int i = 0; i < count; i++) {
            kept.write("many/" + i, now);
        }
        kept.keep("main");
        Process child = child();
        // When the first is restored, most are not.
        while (child.isAlive() && !Files.readString(work.resolve("many/0")).equals(old)) {
            Thread.onSpinWait();
        }
        child.destroyForcibly();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < count; i++) {
            assertThat(Files.readString(work.resolve("many/" + i))).isIn(old, now);
        }
        Process again = child();
        assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < count; i++) {
            assertThat(work.resolve("many/" + i)).hasContent(old);
        }
    }

    @Test
    void twoAtOnceLeaveEachFileWhole() throws Exception {
        for (int i = 0; i < 100; i++) {
            kept.write("many/" + i, "old\n");
        }
        kept.keep("main");
        for (int i = 0; i < 100; i++) {
            kept.write("many/" + i, "new\n");
        }
        kept.keep("main");
        List<Process> both = List.of(child(), child());
        for (Process process : both) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(Files.readString(work.resolve("many/" + i))).isIn("old\n", "new\n");
        }
        removeWhatOneSaysItKeptOfTheOther();
        assertNothingIsLeftBehind();
    }

    /** Where one finds that the other wrote a file in just that moment, it keeps what was there, and says where. */
    private void removeWhatOneSaysItKeptOfTheOther() throws Exception {
        List<Path> said;
        try (Stream<Path> files = Files.list(directory)) {
            said = files.filter(file -> file.getFileName().toString().startsWith("child-"))
                    .toList();
        }
        for (Path file : said) {
            Matcher kept = Pattern.compile("what it had is in (\\S+?)[.;]? ").matcher(Files.readString(file));
            while (kept.find()) {
                Path old = Path.of(kept.group(1));
                assertThat(Files.readString(old)).isIn("old\n", "new\n");
                Files.delete(old);
            }
        }
    }

    private Process child() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestoringChild.class.getName(),
                        work.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child-" + System.nanoTime()).toFile())
                .start();
    }
}
