package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is never older than the one before it, whatever comes into a file, and it says what it lacks. */
class LastCleanVersionTest {
    /** Put together here, so that this file is none. */
    private static final String SECRET = "token = gh" + "p_0123456789abcdefghijABCDEFGHIJ012345\n";

    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing shadow;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("app.py", "one\n").commit("one");
        shadow = Committing.shadow(garden, temporary.resolve("own"));
    }

    private String show(String path) throws Exception {
        return garden.git("show", "refs/herald/work:" + path);
    }

    private String leftOut() throws Exception {
        return garden.git("log", "-1", "--format=%(trailers:key=Left-Out,valueonly)", "refs/herald/work");
    }

    @Test
    void aFileThatGetsASecretStaysAsItWasLastClean() throws Exception {
        garden.write("app.py", "two\n").write("new.py", "first\n");
        shadow.commits();
        garden.write("app.py", "three\n" + SECRET).write("new.py", "second\n" + SECRET);
        shadow.commits();
        assertThat(show("app.py")).isEqualTo("two");
        assertThat(show("new.py")).isEqualTo("first");
        assertThat(leftOut()).isEqualTo("app.py (secret_content)\nnew.py (secret_content)");
        assertThat(garden.git("log", "-1", "--format=%s", "refs/herald/work"))
                .as("its files are those of the one before")
                .isEqualTo("Snapshot of work: as before, 2 files left out");
        assertThat(shadow.findsNothing().leftOut().count()).isEqualTo(2);
        garden.write("other.txt", "x\n");
        Committing later = Committing.shadow(garden, temporary.resolve("own2"));
        later.commits();
        assertThat(show("app.py")).as("also after a restart").isEqualTo("two");
        assertThat(show("new.py")).isEqualTo("first");
        Files.delete(garden.path.resolve("new.py"));
        garden.write("app.py", "four\n");
        later.commits();
        assertThat(show("app.py")).isEqualTo("four");
        assertThat(garden.git("ls-tree", "--name-only", "refs/herald/work")).isEqualTo("app.py\nother.txt");
        assertThat(leftOut()).isEmpty();
        garden.fsck();
    }

    @Test
    void whatIsHeldBackForAnotherReasonStaysToo() throws Exception {
        garden.write("app.py", "two\n");
        AutoCommitSettings small = shadow.settings.within(new CommitLimits(100, 1_000, 100_000, 50));
        Committing tight = new Committing(small);
        tight.commits();
        garden.write("app.py", "x".repeat(101));
        tight.commits();
        assertThat(show("app.py")).isEqualTo("two");
        assertThat(leftOut()).isEqualTo("app.py (file_too_large)");
    }

    @Test
    void whatTheUserCommittedMeanwhileIsNewer() throws Exception {
        garden.write("app.py", "two\n");
        shadow.commits();
        garden.write("app.py", "three\n").commit("three");
        garden.write("app.py", "four\n" + SECRET).write("other.txt", "x\n");
        Committing.shadow(garden, temporary.resolve("own2")).commits();
        assertThat(show("app.py")).isEqualTo("three");
    }

    @Test
    void whatWasDeletedIsNotBroughtBackByASecret() throws Exception {
        Files.delete(garden.path.resolve("app.py"));
        garden.write("other.txt", "x\n");
        shadow.commits();
        garden.write("app.py", SECRET);
        shadow.commits();
        assertThat(garden.git("ls-tree", "--name-only", "refs/herald/work")).isEqualTo("other.txt");
        assertThat(leftOut()).isEqualTo("app.py (secret_content)");
    }

    @Test
    void namesAreQuotedAndManyAreCounted() throws Exception {
        garden.write("käse \"x\"\nHerald-Base: none", SECRET)
                .write("grün.py", SECRET)
                .write("a.txt", "1");
        shadow.commits();
        assertThat(leftOut())
                .isEqualTo("grün.py (secret_content)\n"
                        + "\"k\\303\\244se \\\"x\\\"\\nHerald-Base: none\" (secret_content)");
        Map<TreePath, LeftOut.Why> many = new TreeMap<>();
        for (int i = 0; i < 150; i++) {
            many.put(new TreePath("file-" + (100 + i)), LeftOut.Why.SECRET_CONTENT);
        }
        many.put(new TreePath("a".repeat(1_001)), LeftOut.Why.SECRET_CONTENT);
        assertThat(LeftOutTrailers.of(many))
                .hasSize(101)
                .startsWith("Left-Out: file-100 (secret_content)")
                .endsWith("Left-Out-More: 51");
        assertThat(LeftOutTrailers.isNews(many, String.join("\n", LeftOutTrailers.of(many))))
                .as("those that find no room are no news each time")
                .isFalse();
        assertThat(new TreePath(new String(new byte[] {(byte) 0xff, 'x'}, StandardCharsets.ISO_8859_1)).quoted())
                .isEqualTo("\"\\377x\"");
    }

    @Test
    void eachDetachedWorkTreeHasAHistoryOfItsOwn() throws Exception {
        garden.git(
                "worktree", "add", "-q", "--detach", temporary.resolve("left").toString());
        garden.git(
                "worktree", "add", "-q", "--detach", temporary.resolve("right").toString());
        garden.git("checkout", "-q", "--detach");
        for (String name : new String[] {"left", "right", "garden"}) {
            GitDirectory tree = GitDirectory.at(temporary.resolve(name));
            tree.write("app.py", name + "\n");
            Outcome.Committed committed =
                    Committing.shadow(tree, temporary.resolve("own-" + name)).commits();
            assertThat(committed.branch()).isEqualTo(name.equals("garden") ? "HEAD" : "HEAD@" + name);
            assertThat(garden.git("rev-list", "--count", committed.ref())).isEqualTo("2");
            assertThat(garden.git("show", committed.ref() + ":app.py")).isEqualTo(name);
        }
        garden.fsck();
    }
}
