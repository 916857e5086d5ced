package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clones that lack something: nothing is fetched because of a watch, and nothing is told that is not known. */
@Timeout(120)
class PartialCloneTest {
    @TempDir
    private Path temporary;

    private Shell remote;
    private Path root;
    private Path state;

    @BeforeEach
    void makeRemote() throws Exception {
        root = temporary.resolve("root");
        state = temporary.resolve("state");
        remote = Shell.repository(temporary.resolve("remote"));
        remote.run("git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true");
    }

    private Shell cloned(String options) throws Exception {
        remote.run("git clone -q " + options + " file://$PWD ../root");
        return new Shell(root);
    }

    private static String missing(Shell shell) throws Exception {
        return shell.run("GIT_NO_LAZY_FETCH=1 git rev-list --objects --all --missing=print | grep '^?' | sort");
    }

    @Test
    void aCloneWithoutContentCountsNoLinesAndFetchesNothing() throws Exception {
        Shell shell = cloned("--filter=blob:none");
        try (Stage stage = new Stage(root, state)) {
            remote.commit("a", "second");
            remote.commit("b/c", "third, closes TASK-3");
            shell.run("git fetch -q");
            stage.awaitCommits("second", "third, closes TASK-3");
            Told third = stage.commits().getLast();
            assertThat(third.list("files_changed")).containsExactly("b/c");
            assertThat(third.number("files_changed_count")).isEqualTo(1);
            assertThat(third.data().has("insertions")).isFalse();
            assertThat(third.data().has("deletions")).isFalse();
            assertThat(third.data().path("is_truncated").asBoolean(true)).isFalse();
        }
        // The content of "a" after the second commit and of "b/c" are still where they were.
        assertThat(missing(shell)).hasLineCount(2);
        remote.commit("d", "fourth");
        shell.run("git fetch -q && mv ../remote ../away");
        try (Stage stage = new Stage(root, state)) {
            stage.awaitCommits("fourth");
            assertThat(stage.commits().getFirst().list("files_changed")).containsExactly("d");
            assertThat(stage.commits().getFirst().data().has("insertions")).isFalse();
            shell.run("git config user.name Ada && git config user.email a@b");
            shell.commit("mine", "local");
            stage.awaitCommits("fourth", "local");
            assertThat(stage.commits().getLast().number("insertions")).isEqualTo(1);
        }
    }

    @Test
    void aCloneWithoutTreesNamesNoFiles() throws Exception {
        Shell shell = cloned("--filter=tree:0 --no-checkout");
        try (Stage stage = new Stage(root, state)) {
            remote.commit("a", "second, refs #4");
            shell.run("git fetch -q && mv ../remote ../away");
            stage.awaitCommits("second, refs #4");
            Told second = stage.commits().getFirst();
            assertThat(second.data().has("files_changed")).isFalse();
            assertThat(second.data().has("files_changed_count")).isFalse();
            assertThat(second.data().has("insertions")).isFalse();
            assertThat(second.data().path("is_truncated").asBoolean()).isTrue();
            assertThat(second.text("author")).isEqualTo("Ada");
            assertThat(second.data().path("task_refs").toString()).contains("#4");
        }
    }

    @Test
    void theEndOfAShallowCloneIsNotToldAsIfAllOfItWereNew() throws Exception {
        Shell shell = cloned("--depth=1");
        try (Stage stage = new Stage(root, state)) {
            remote.commit("a", "second");
            remote.commit("a", "third");
            shell.run("git fetch -q --depth=1");
            stage.awaitCommits("third");
            Told third = stage.commits().getFirst();
            assertThat(third.data().has("insertions")).isFalse();
            assertThat(third.data().has("files_changed")).isFalse();
            remote.commit("b", "fourth");
            shell.run("git fetch -q");
            stage.awaitCommits("third", "fourth");
            assertThat(stage.commits().getLast().number("insertions")).isEqualTo(1);
            assertThat(stage.commits().getLast().list("files_changed")).containsExactly("b");
        }
    }
}
