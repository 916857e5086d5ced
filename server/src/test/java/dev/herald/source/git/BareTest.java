package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.meter.Health;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory with a bare repository in it and work trees beside that. */
@Timeout(120)
class BareTest {
    @TempDir
    private Path temporary;

    private Path root;
    private Shell main;
    private Shell side;

    @BeforeEach
    void makeRepository() throws Exception {
        root = temporary.toRealPath().resolve("root");
        Shell.repository(temporary.resolve("from"));
        new Shell(temporary)
                .run("mkdir root && git clone -q --bare from root/.bare && cd root && echo 'gitdir: ./.bare' > .git"
                        + " && git config user.name Ada && git config user.email a@b"
                        + " && git worktree add -q main main && git worktree add -q -b side side");
        main = new Shell(root.resolve("main"));
        side = new Shell(root.resolve("side"));
    }

    @Test
    void theCommitsOfAllWorkTreesAreToldOnceAndNothingOfTheRepositoryItself() throws Exception {
        try (Stage stage = new Stage(root, temporary.resolve("state"))) {
            assertThat(stage.git.status().level()).isEqualTo(Health.Level.HEALTHY);
            main.commit("a", "on main");
            stage.awaitCommits("on main");
            side.commit("d/b", "on side");
            stage.awaitCommits("on main", "on side");
            assertThat(stage.commits().getFirst().text("branch")).isEqualTo("main");
            assertThat(stage.commits().getLast().text("branch")).isEqualTo("side");
            assertThat(stage.commits().getLast().list("files_changed")).containsExactly("d/b");
            side.run("git merge -q --no-ff -m merged main");
            stage.await("the merge", told -> told.messages().contains("merged"));
            new Shell(root).run("git gc -q --prune=now && git branch -q -m side other");
            side.commit("e", "renamed");
            stage.await("the last", told -> told.messages().contains("renamed"));
            stage.awaitFiles();
            assertThat(stage.messages()).containsExactly("on main", "on side", "merged", "renamed");
            assertThat(stage.operations()).isEmpty();
            assertThat(stage.files()).noneMatch(change -> change.contains(".bare"));
            assertThat(stage.files()).contains("modified main/a", "created side/d/b", "created side/e");
        }
        main.commit("a", "while away");
        try (Stage stage = new Stage(root, temporary.resolve("state"))) {
            stage.awaitCommits("while away");
        }
    }

    @Test
    void aWorkTreeOfItIsWatchedAsAnyOther() throws Exception {
        side.commit("x", "x");
        try (Stage stage = new Stage(root.resolve("main"), temporary.resolve("state"))) {
            side.commit("y", "y");
            stage.awaitCommits("y");
            main.run("git merge -q --ff-only side");
            stage.awaitOperations(1);
            stage.awaitFiles();
            assertThat(stage.onlyOperation().text("operation")).isEqualTo("merge");
            assertThat(stage.onlyOperation().list("paths")).containsExactly("x", "y");
            assertThat(stage.files()).isEmpty();
            assertThat(stage.messages()).containsExactly("y");
        }
    }
}
