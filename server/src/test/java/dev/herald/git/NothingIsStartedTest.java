package dev.herald.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that a repository's settings name, other machines, and answers that are not whole. */
@Timeout(120)
class NothingIsStartedTest {
    @TempDir
    private Path directory;

    private final Git git = Git.of(environment());
    private Path mark;

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        return environment;
    }

    @BeforeEach
    void plant() throws Exception {
        mark = directory.resolve("started");
        git.ask(GitCommand.in(directory, "init", "-q", "garden"));
        git("config", "user.name", "Ada");
        git("config", "user.email", "ada@example.org");
        Files.writeString(garden().resolve("rose.txt"), "red\n");
        git("add", "-A");
        git("commit", "-q", "-m", "one");
    }

    private Path garden() {
        return directory.resolve("garden");
    }

    private String git(String... arguments) throws Exception {
        return git.ask(GitCommand.in(garden(), arguments)).text();
    }

    private Path program(String name) throws Exception {
        Path file = directory.resolve(name);
        Files.writeString(file, "#!/bin/sh\necho " + name + " >> '" + mark + "'\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    @Test
    void noProgramOfTheRepositorysSettingsIsStarted() throws Exception {
        for (String key : List.of(
                "core.fsmonitor",
                "core.pager",
                "core.editor",
                "core.askPass",
                "core.sshCommand",
                "core.gitProxy",
                "core.alternateRefsCommand",
                "credential.helper",
                "sequence.editor",
                "diff.external",
                "gpg.program",
                "pager.status",
                "pager.log",
                "diff.any.command",
                "diff.any.textconv",
                "merge.any.driver",
                "uploadpack.packObjectsHook",
                "alias.status",
                "gc.recentObjectsHook")) {
            git("config", key, program(key).toString());
        }
        git("config", "log.showSignature", "true");
        Path hooks = Files.createDirectories(garden().resolve(".git/hooks"));
        for (String hook : List.of("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc")) {
            Files.copy(program(hook), hooks.resolve(hook));
        }
        Files.writeString(garden().resolve(".gitattributes"), "*.txt diff=any merge=any\n");
        Files.writeString(garden().resolve("rose.txt"), "white\n");
        git("status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all");
        git("update-index", "--add", "rose.txt");
        git("diff-index", "-p", "--cached", "HEAD");
        git("diff-files", "-p");
        git("log", "-1", "--stat");
        String tree = git("write-tree");
        git("diff-tree", "-p", "HEAD", tree);
        String commit = git("commit-tree", "--no-gpg-sign", "-m", "two", "-p", "HEAD", tree);
        git("update-ref", "refs/herald/work", commit);
        git("for-each-ref");
        git("ls-files", "-z");
        git("cat-file", "-p", commit);
        assertThat(mark).doesNotExist();
    }

    @Test
    void hooksRunWhereTheyAreAskedFor() throws Exception {
        Files.copy(
                program("reference-transaction"),
                Files.createDirectories(garden().resolve(".git/hooks")).resolve("reference-transaction"));
        git.ask(GitCommand.in(garden(), "update-ref", "refs/heads/x", "HEAD"));
        assertThat(mark).doesNotExist();
        git.ask(GitCommand.in(garden(), "update-ref", "refs/heads/y", "HEAD").asUser());
        assertThat(mark).exists();
    }

    @Test
    void aPartialCloneFetchesOnlyWhereItMay() throws Exception {
        git("config", "uploadpack.allowFilter", "true");
        git("config", "uploadpack.allowAnySHA1InWant", "true");
        String blob = git("rev-parse", "HEAD:rose.txt");
        Path clone = directory.resolve("clone");
        git.ask(GitCommand.in(
                        directory,
                        "clone",
                        "-q",
                        "--no-checkout",
                        "--filter=blob:none",
                        "file://" + garden(),
                        clone.toString())
                .asUser());
        Path upload = program("upload");
        Files.writeString(upload, Files.readString(upload) + "exec git-upload-pack \"$@\"\n");
        git.ask(GitCommand.in(clone, "config", "remote.origin.uploadpack", upload.toString()));
        GitCommand read = GitCommand.in(clone, "cat-file", "blob", blob);
        assertThat(git.run(read)).isInstanceOf(GitResult.Failed.class);
        assertThat(git.run(GitCommand.in(clone, "diff-tree", "-p", "--root", "HEAD")))
                .isInstanceOf(GitResult.Failed.class);
        assertThat(mark).as("nobody was spoken to").doesNotExist();
        assertThat(git.ask(read.fetching()).text()).isEqualTo("red");
        assertThat(mark).exists();
    }

    @Test
    void aPartOfAnAnswerIsNotTakenForTheWhole() throws Exception {
        // Its child holds the answer open after git has ended, for longer than anybody waits for messages.
        GitCommand late =
                GitCommand.in(garden(), "-c", "alias.late=!sh -c '(sleep 7; echo late) & echo early'", "late");
        assertThat(git.ask(late).text()).isEqualTo("early\nlate");
        assertThat(git.run(late.within(Duration.ofMillis(1_000))))
                .isInstanceOfSatisfying(
                        GitResult.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(GitResult.Reason.TIMED_OUT));
    }
}
