package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the git that is installed. */
@Timeout(60)
class GitCheckoutTest {
    private static final String GIT = "git -c user.name=n -c user.email=e@x -c init.defaultBranch=main ";

    @TempDir
    Path temporary;

    @Test
    void aCheckoutTellsWhatDiffersBetweenTheBranches() throws Exception {
        Path root = Files.createDirectories(temporary.resolve("root"));
        shell(root, "git init -q -b main . && echo same > same && echo 1 > changes && mkdir old && echo 1 > old/file");
        shell(root, "echo '*.gen' > .gitignore && git add -A && " + GIT + "commit -q -m one");
        shell(root, "git checkout -q -b other && git rm -q old/file && mkdir -p new/deep && echo 22 > new/deep/file");
        shell(
                root,
                "echo 22 > changes && rm .gitignore && echo gen > x.gen && git add -A && " + GIT + "commit -q -m 2");
        shell(root, "git checkout -q main");
        try (var directory = new WatchedDirectory(temporary)) {
            shell(root, "git checkout -q other");
            directory.listener.await(told -> told.contains(FileChange.created("x.gen")));
            assertThat(directory.told())
                    .containsExactlyInAnyOrder(
                            FileChange.deleted(".gitignore"),
                            FileChange.deleted("old/file"),
                            FileChange.modified("changes"),
                            FileChange.created("new/deep/file"),
                            FileChange.created("x.gen"));
            shell(root, "git checkout -q main");
            directory.listener.await(told -> told.contains(FileChange.created("old/file")));
            assertThat(directory.told())
                    .contains(
                            FileChange.created(".gitignore"),
                            FileChange.created("old/file"),
                            FileChange.modified("changes"),
                            FileChange.deleted("new/deep/file"));
        }
    }

    private static void shell(Path folder, String script) throws Exception {
        WatchedDirectory.runIn(folder, "sh", "-c", script);
    }
}
