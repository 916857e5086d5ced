package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not simply text under a simple name. */
class OddFilesTest {
    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing shadow;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n")
                .write("dir/file", "1\n")
                .write("run.sh", "x\n")
                .commit("one");
        shadow = Committing.shadow(garden, temporary.resolve("own"));
    }

    private void savesAll() throws Exception {
        Outcome.Committed committed = shadow.commits();
        assertThat(committed.leftOut().named()).isEmpty();
        assertThat(garden.files(committed.hash(), temporary)).isEqualTo(GitDirectory.files(garden.path));
        garden.fsck();
    }

    @Test
    void anyNameThatAFileMayHave() throws Exception {
        for (String name : List.of(
                "with space",
                " leading",
                "quote\"s'",
                "line\nfeed",
                "tab\there",
                "back\\slash",
                "*.glob[a]?",
                ":(top)x",
                "-dash",
                "#hash",
                "u\u0308ber",
                "\u00fcber",
                "\ud83c\udf39",
                "a/b c/d\ne/f")) {
            garden.write(name, "content of " + name);
        }
        TreePath raw = new TreePath("not\u00ffutf\u0080.bin");
        Files.write(raw.in(garden.path), new byte[] {1, 2, 3});
        savesAll();
        byte[] names = garden.git
                .ask(dev.herald.git.GitCommand.in(
                        garden.path, "ls-tree", "-r", "-z", "--name-only", "refs/herald/work"))
                .output();
        assertThat(new String(names, StandardCharsets.ISO_8859_1)).contains(raw.raw(), "line\nfeed");
    }

    @Test
    void nothingButTheModeOrTheKindOrTheCaseChanged() throws Exception {
        Files.setPosixFilePermissions(garden.path.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(garden.path.resolve("rose.txt"));
        Files.createSymbolicLink(garden.path.resolve("rose.txt"), Path.of("dir/file"));
        Files.move(garden.path.resolve("dir/file"), garden.path.resolve("dir/FILE"));
        savesAll();
        Files.delete(garden.path.resolve("rose.txt"));
        Files.createSymbolicLink(garden.path.resolve("rose.txt"), Path.of("/nowhere\nelse"));
        savesAll();
    }

    @Test
    void aFileBecomesADirectoryAndADirectoryAFileOrALink() throws Exception {
        Files.delete(garden.path.resolve("rose.txt"));
        garden.write("rose.txt/petal", "1");
        Files.delete(garden.path.resolve("dir/file"));
        Files.delete(garden.path.resolve("dir"));
        garden.write("dir", "now a file");
        savesAll();
        Files.delete(garden.path.resolve("dir"));
        garden.write("elsewhere/file", "another");
        Files.createSymbolicLink(garden.path.resolve("dir"), Path.of("elsewhere"));
        savesAll();
    }

    @Test
    void filtersAndLineEndingsAreAppliedAsGitDoes() throws Exception {
        garden.git("config", "filter.pointer.clean", "wc -c | tr -d ' '");
        garden.git("config", "filter.pointer.required", "true");
        garden.write(".gitattributes", "*.crlf text eol=crlf\n*.big filter=pointer\n");
        garden.write("a.crlf", "one\r\ntwo\r\n").write("b.big", "x".repeat(1_234));
        String hash = shadow.commits().hash();
        assertThat(garden.git("show", hash + ":a.crlf")).isEqualTo("one\ntwo");
        assertThat(garden.git("show", hash + ":b.big")).isEqualTo("1234");
        garden.git("config", "filter.pointer.clean", "false");
        garden.write("b.big", "y").write("rose.txt", "white\n");
        Outcome.Committed committed = shadow.commits();
        assertThat(committed.leftOut().named())
                .as("git cannot take it")
                .containsExactly(new LeftOut("b.big", LeftOut.Why.GIT_REFUSED));
        assertThat(garden.git("show", committed.hash() + ":rose.txt")).isEqualTo("white");
        assertThat(garden.git("show", committed.hash() + ":b.big"))
                .as("what was saved last")
                .isEqualTo("1234");
    }

    @Test
    void submodulesAreTheirCommitAndRepositoriesWithinAreLeftOut() throws Exception {
        GitDirectory other = new GitDirectory(temporary.resolve("other"));
        other.write("a", "1").commit("one");
        garden.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", other.path.toString(), "module");
        garden.commit("module");
        GitDirectory module = GitDirectory.at(garden.path.resolve("module"));
        module.write("a", "2");
        module.write("new", "2");
        assertThat(shadow.findsNothing().leftOut().count())
                .as("what is in it is its own")
                .isZero();
        module.git("-c", "user.name=B", "-c", "user.email=b@c", "commit", "-qam", "two");
        GitDirectory nested = new GitDirectory(garden.path.resolve("nested"));
        nested.write("a", "1").commit("one");
        Outcome.Committed committed = shadow.commits();
        assertThat(garden.git("ls-tree", committed.hash(), "module"))
                .contains("160000 commit " + module.git("rev-parse", "HEAD"));
        assertThat(committed.leftOut().named()).containsExactly(new LeftOut("nested", LeftOut.Why.NESTED_REPOSITORY));
    }

    @Test
    void whatTheIndexSaysOfFilesStaysAndWhatTheyAreIsSaved() throws Exception {
        garden.write("intended.txt", "1\n").write(".gitignore", "*.log\n").write("x.log", "1");
        garden.git("add", "-N", "intended.txt");
        garden.git("update-index", "--skip-worktree", "run.sh");
        garden.git("update-index", "--split-index");
        garden.write("run.sh", "local only\n");
        byte[] index = garden.index();
        Outcome.Committed committed = shadow.commits();
        assertThat(garden.files(committed.hash(), temporary))
                .isEqualTo(Map.of(
                        ".gitignore",
                        "*.log\n",
                        "intended.txt",
                        "1\n",
                        "rose.txt",
                        "red\n",
                        "dir/file",
                        "1\n",
                        "run.sh",
                        "local only\n"));
        assertThat(garden.index()).isEqualTo(index);
    }

    @Test
    void aPipeIsNeitherReadNorCommitted() throws Exception {
        Files.delete(garden.path.resolve("rose.txt"));
        new ProcessBuilder("mkfifo", garden.path.resolve("rose.txt").toString())
                .start()
                .waitFor();
        garden.write("dir/file", "2\n");
        Outcome.Committed committed = shadow.commits();
        assertThat(committed.leftOut().named()).containsExactly(new LeftOut("rose.txt", LeftOut.Why.NO_FILE));
        assertThat(garden.git("show", committed.hash() + ":rose.txt")).isEqualTo("red");
    }

    @Test
    void aFileThatIsWrittenAllTheTimeDoesNotKeepOthersFromBeingSaved() throws Exception {
        Path busy = garden.path.resolve("busy.log");
        garden.write("rose.txt", "white\n");
        Thread writer = Thread.ofPlatform().start(() -> {
            try (var out = new java.io.RandomAccessFile(busy.toFile(), "rw")) {
                for (int i = 0; !Thread.interrupted(); i++) {
                    if (i % 1_000 == 0) {
                        out.seek(0);
                    }
                    out.write("a line\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try {
            dev.herald.session.Await.until("it writes", () -> busy.toFile().length() > 100);
            Outcome.Committed committed = shadow.commits();
            assertThat(garden.git("show", committed.hash() + ":rose.txt")).isEqualTo("white");
            assertThat(garden.git("show", committed.hash() + ":busy.log"))
                    .as("and is saved as it was at some moment")
                    .startsWith("a line\na line\n");
        } finally {
            writer.interrupt();
            writer.join();
        }
    }

    @Test
    void oldRefsInTheWayOfNewOnesKeepTheirSnapshots() throws Exception {
        garden.git("checkout", "-q", "-b", "a");
        garden.write("rose.txt", "1\n");
        String first = shadow.commits().hash();
        garden.git("pack-refs", "--all");
        garden.git("checkout", "-q", "work");
        garden.git("branch", "-q", "-D", "a");
        garden.git("checkout", "-q", "-b", "a/b");
        garden.write("rose.txt", "2\n");
        String second = shadow.commits().hash();
        garden.git("checkout", "-q", "work");
        garden.git("branch", "-q", "-D", "a/b");
        garden.git("checkout", "-q", "-b", "a");
        garden.write("rose.txt", "3\n");
        String third = shadow.commits().hash();
        assertThat(garden.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/herald")
                        .lines())
                .containsExactlyInAnyOrder(
                        "refs/herald/a " + third,
                        "refs/herald/a@" + first.substring(0, 12) + " " + first,
                        "refs/herald/a@" + second.substring(0, 12) + "/b " + second);
    }

    @Test
    void linkedWorkTreesAndOtherHashesWork() throws Exception {
        garden.git("worktree", "add", "-q", temporary.resolve("linked").toString());
        GitDirectory linked = GitDirectory.at(temporary.resolve("linked"));
        linked.write("rose.txt", "white\n");
        assertThat(Committing.shadow(linked, temporary.resolve("own2"))
                        .commits()
                        .ref())
                .isEqualTo("refs/herald/linked");
        assertThat(shadow.findsNothing().why()).contains("Nothing is unsaved");
        Committing branch = new Committing(Committing.settings(linked, temporary.resolve("own3"), AutoCommitMode.BRANCH)
                .at(BranchTest.PACE));
        branch.commits();
        assertThat(linked.git("status", "--porcelain")).isEmpty();
        GitDirectory other =
                new GitDirectory(temporary.resolve("sha256"), "--object-format=sha256", "--initial-branch=x");
        other.write("a", "1").write("b", "1").commit("one").write("a", "2");
        Files.delete(other.path.resolve("b"));
        Committing saving = Committing.shadow(other, temporary.resolve("own4"));
        assertThat(other.files(saving.commits().hash(), temporary)).isEqualTo(Map.of("a", "2"));
    }
}
