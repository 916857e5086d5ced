package dev.herald.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
    @TempDir
    private Path directory;

    private final Git git = Git.of(System.getenv());

    @Test
    void keepsOutputByteForByte() throws Exception {
        byte[] content = {0, 1, (byte) 0xff, '\n'};
        git.ask(GitCommand.in(directory, "init", "-q"));
        String hash = git.ask(
                        GitCommand.in(directory, "hash-object", "-w", "--stdin").reading(content))
                .text();
        assertThat(git.ask(GitCommand.in(directory, "cat-file", "blob", hash)).output())
                .isEqualTo(content);
    }

    @Test
    void aFailureSaysWhy() throws Exception {
        GitCommand command = GitCommand.in(directory, "rev-parse", "HEAD");
        assertThat(git.run(command)).isInstanceOfSatisfying(GitResult.Failed.class, failed -> {
            assertThat(failed.status()).isEqualTo(128);
            assertThat(failed.reason()).contains("not a git repository");
        });
        assertThatThrownBy(() -> git.ask(command))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("git rev-parse HEAD")
                .hasMessageContaining("not a git repository");
    }

    @Test
    void whatSomebodySetElsewhereRedirectsNothing() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("GIT_DIR", "/nowhere");
        environment.put("GIT_INDEX_FILE", "/nowhere/index");
        environment.put("LC_ALL", "de_DE.UTF-8");
        Git redirected = Git.of(environment);
        redirected.ask(GitCommand.in(directory, "init", "-q"));
        assertThat(directory.resolve(".git/HEAD")).exists();
        Files.writeString(directory.resolve("a"), "a");
        redirected.ask(GitCommand.in(directory, "add", "a"));
        assertThat(directory.resolve(".git/index")).exists();
    }

    @Test
    void nobodyIsAskedForAPassword() throws Exception {
        String alias = "alias.told=!echo $GIT_TERMINAL_PROMPT $SSH_ASKPASS $SSH_ASKPASS_REQUIRE $GIT_EDITOR";
        assertThat(git.ask(GitCommand.in(directory, "-c", alias, "told")).text())
                .isEqualTo("0 false force false");
    }

    @Test
    void aCommandThatTakesTooLongIsEndedWithItsChildren() throws Exception {
        Path mark = directory.resolve("mark");
        GitCommand slow = GitCommand.in(directory, "-c", "alias.slow=!sleep 60; touch '" + mark + "'", "slow")
                .within(Duration.ofMillis(300));
        assertThat(git.run(slow))
                .isInstanceOfSatisfying(
                        GitResult.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(GitResult.Reason.TIMED_OUT));
        assertThat(mark).doesNotExist();
    }

    @Test
    void whoWaitsMayBeInterruptedAndTheProcessEnds() throws Exception {
        FutureTask<GitResult> task =
                new FutureTask<>(() -> git.run(GitCommand.in(directory, "-c", "alias.slow=!sleep 60", "slow")));
        Thread thread = Thread.ofVirtual().start(task);
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void outputBeyondTheLimitIsAFailureOfItsOwn() throws Exception {
        git.ask(GitCommand.in(directory, "init", "-q"));
        String hash = git.ask(
                        GitCommand.in(directory, "hash-object", "-w", "--stdin").reading(new byte[1_000_000]))
                .text();
        GitCommand read = GitCommand.in(directory, "cat-file", "blob", hash);
        assertThat(git.run(read.atMost(999_999)))
                .isInstanceOfSatisfying(
                        GitResult.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(GitResult.Reason.TOO_LARGE));
        assertThat(git.run(read.atMost(1_000_000))).isInstanceOf(GitResult.Done.class);
    }

    @Test
    void aCallMayWaitForItsInput() throws Exception {
        git.ask(GitCommand.in(directory, "init", "-q"));
        String hash = git.ask(
                        GitCommand.in(directory, "hash-object", "-w", "--stdin").reading("a"))
                .text();
        GitCommand update = GitCommand.in(directory, "update-ref", "--stdin");
        try (GitCall forgotten = git.begin(update)) {
            assertThat(forgotten).isNotNull();
        }
        assertThat(git.ask(GitCommand.in(directory, "for-each-ref")).text()).isEmpty();
        try (GitCall call = git.begin(update)) {
            String order = "create refs/tags/a " + hash + "\n";
            assertThat(call.finish(order.getBytes(StandardCharsets.UTF_8))).isInstanceOf(GitResult.Done.class);
        }
        assertThat(git.ask(GitCommand.in(directory, "for-each-ref", "--format=%(refname)"))
                        .text())
                .isEqualTo("refs/tags/a");
        assertThatThrownBy(() -> Git.of("/nowhere/git", System.getenv()).begin(update))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("/nowhere/git");
    }

    @Test
    void withoutTheProgramNothingIsStarted() throws Exception {
        GitResult result = Git.of("/nowhere/git", System.getenv()).run(GitCommand.in(directory, "status"));
        assertThat(result).isInstanceOfSatisfying(GitResult.Stopped.class, stopped -> {
            assertThat(stopped.reason()).isEqualTo(GitResult.Reason.NOT_STARTED);
            assertThat(stopped.detail()).contains("/nowhere/git");
        });
    }

    @Test
    void findsARepositoryFromBelowAndALinkedWorkTree() throws Exception {
        Path main = Files.createDirectories(directory.resolve("main/deep/er"));
        Path top = directory.resolve("main");
        git.ask(GitCommand.in(top, "init", "-q"));
        git.ask(GitCommand.in(
                top, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "one"));
        git.ask(GitCommand.in(top, "worktree", "add", "-q", "../linked"));
        Path real = top.toRealPath();
        assertThat(Repository.at(git, main))
                .isEqualTo(new Repository.At(new Repository(real, real.resolve(".git"), real.resolve(".git"))));
        assertThat(Repository.at(git, directory.resolve("linked")))
                .isEqualTo(new Repository.At(new Repository(
                        real.resolveSibling("linked"), real.resolve(".git/worktrees/linked"), real.resolve(".git"))));
    }

    @Test
    void noRepositoryAndABareOneSayWhy() throws Exception {
        assertThat(Repository.at(git, directory))
                .isInstanceOfSatisfying(
                        Repository.None.class, none -> assertThat(none.why()).contains("not a git repository"));
        git.ask(GitCommand.in(directory, "init", "-q", "--bare", "bare.git"));
        assertThat(Repository.at(git, directory.resolve("bare.git")))
                .isInstanceOfSatisfying(
                        Repository.None.class, none -> assertThat(none.why()).contains("work tree"));
    }

    @Test
    void aCommandShowsNeitherInputNorEnvironment() {
        GitCommand command = GitCommand.in(directory, "hash-object", "--stdin")
                .reading("secret".getBytes(StandardCharsets.UTF_8))
                .with("TOKEN", "secret");
        assertThat(command.toString()).isEqualTo("git hash-object --stdin");
    }
}
