package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.session.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's hooks, signature and remotes. */
class UserProgramsTest {
    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private AutoCommitSettings settings;
    private Committing branch;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n").commit("one");
        settings = Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.BRANCH)
                .at(BranchTest.PACE);
        branch = new Committing(settings);
        garden.write("rose.txt", "white\n");
    }

    @Test
    void hooksRunInTheirOrderWithWhatIsCommitted() throws Exception {
        hook("pre-commit", "echo pre-commit $(git diff --cached --name-only) >> ../log");
        hook("prepare-commit-msg", "echo prepare-commit-msg $2 >> ../log");
        hook("commit-msg", "echo commit-msg >> ../log; sed -i '1s/$/ (signed off)/' \"$1\"");
        hook("post-commit", "echo post-commit $(git log -1 --format=%s) >> ../log");
        branch.commits();
        assertThat(Files.readString(temporary.resolve("log")))
                .isEqualTo("pre-commit rose.txt\nprepare-commit-msg message\ncommit-msg\n"
                        + "post-commit Auto-commit: 1 file (signed off)\n");
        assertThat(garden.git("log", "-1", "--format=%(trailers:key=Herald-Trigger,valueonly)"))
                .isEqualTo("manual");
        Committing shadow = Committing.shadow(garden, temporary.resolve("own2"));
        Files.delete(temporary.resolve("log"));
        for (String name : new String[] {"reference-transaction", "post-index-change"}) {
            hook(name, "echo " + name + " >> ../log");
        }
        garden.write("rose.txt", "blue\n");
        shadow.commits();
        assertThat(temporary.resolve("log")).as("a snapshot runs no hook").doesNotExist();
    }

    @Test
    void aHookThatRefusesIsObeyedAndWhatItSaysStaysHere() throws Exception {
        String head = garden.git("rev-parse", "HEAD");
        byte[] index = garden.index();
        for (String name : new String[] {"pre-commit", "commit-msg"}) {
            hook(name, "echo do not tell >&2; exit 1");
            Outcome.Refused refused = branch.refuses();
            assertThat(refused.reason()).isEqualTo(Reason.HOOK_FAILED);
            assertThat(refused.error()).contains(name);
            Files.delete(garden.path.resolve(".git/hooks/" + name));
        }
        assertThat(String.join("", branch.intake.events())).doesNotContain("do not tell");
        assertThat(garden.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(garden.index()).isEqualTo(index);
    }

    @Test
    void aHookThatHangsIsEndedWithItsChildren() throws Exception {
        hook("pre-commit", "trap 'touch ../ended; exit 1' TERM; sleep 60 & wait");
        // Long enough for a busy machine to get the hook under way.
        CommitPace pace = new CommitPace(50, 200, 60_000, 50, 30, 200, 3_000, 10_000, 5_000);
        assertThat(new Committing(settings.at(pace)).refuses().reason()).isEqualTo(Reason.HOOK_TIMEOUT);
        Await.until("the hook was ended", () -> Files.exists(temporary.resolve("ended")));
        assertThat(garden.path.resolve(".git/index.lock")).doesNotExist();
    }

    @Test
    void aHookMayPutRightWhatIsCommittedButAddNothing() throws Exception {
        hook("pre-commit", "echo formatted > rose.txt; git add rose.txt");
        branch.commits();
        assertThat(garden.git("show", "HEAD:rose.txt")).isEqualTo("formatted");
        assertThat(garden.git("status", "--porcelain")).isEmpty();
        garden.write("rose.txt", "again\n").write(".env", "x");
        hook("pre-commit", "git add -A");
        assertThat(branch.refuses().reason()).isEqualTo(Reason.HOOK_ADDED_FILES);
        assertThat(garden.git("log", "--format=%h", "--", ".env")).isEmpty();
    }

    @Test
    void somethingStagedWhileAHookRunsIsNotTouched() throws Exception {
        garden.write("tulip.txt", "1\n");
        hook("pre-commit", "cd .. && unset GIT_INDEX_FILE && git -C garden add tulip.txt; echo 2 > garden/tulip.txt");
        String head = garden.git("rev-parse", "HEAD");
        Outcome.Refused refused = branch.refuses();
        assertThat(refused.reason()).isEqualTo(Reason.STAGED_CHANGES);
        assertThat(garden.git("show", ":tulip.txt")).isEqualTo("1");
        assertThat(garden.git("rev-parse", "HEAD")).isEqualTo(head);
    }

    @Test
    void anIndexThatWasOnlyRefreshedMeanwhileIsNoObstacle() throws Exception {
        garden.write("tulip.txt", "1\n");
        hook(
                "pre-commit",
                "unset GIT_INDEX_FILE; GIT_OPTIONAL_LOCKS=1; touch -d 2001-01-01 rose.txt; git update-index -q --refresh; true");
        branch.commits();
        assertThat(garden.git("status", "--porcelain")).isEmpty();
        assertThat(garden.git("show", "--format=", "--name-only")).isEqualTo("rose.txt\ntulip.txt");
    }

    @Test
    void aBranchThatMovedMeanwhileIsNotMovedAndTheIndexIsAsItWas() throws Exception {
        hook("pre-commit", "git update-ref refs/heads/work $(git commit-tree -p HEAD -m theirs 'HEAD^{tree}')");
        byte[] index = garden.index();
        assertThat(branch.refuses().reason()).isEqualTo(Reason.HEAD_MOVED);
        assertThat(garden.git("log", "-1", "--format=%s")).isEqualTo("theirs");
        assertThat(garden.index()).isEqualTo(index);
        assertThat(garden.git("status", "--porcelain")).isEqualTo("M rose.txt");
        Files.delete(garden.path.resolve(".git/hooks/pre-commit"));
        branch.commits();
        assertThat(garden.git("log", "-1", "--format=%s", "HEAD^")).isEqualTo("theirs");
    }

    @Test
    void whoCommitsWhileAHookRunsKeepsTheirCommitAndIndex() throws Exception {
        garden.write("tulip.txt", "1\n");
        hook("pre-commit", "unset GIT_INDEX_FILE; git add tulip.txt; git commit -q --no-verify -m theirs");
        assertThat(branch.refuses().reason()).isEqualTo(Reason.HEAD_MOVED);
        assertThat(garden.git("show", "--format=%s", "--name-only")).isEqualTo("theirs\n\ntulip.txt");
        assertThat(garden.git("status", "--porcelain")).isEqualTo("M rose.txt");
    }

    @Test
    void signsWhereTheUserSigns() throws Exception {
        Path program = script(
                temporary.resolve("gpg"),
                "cat > /dev/null; echo '[GNUPG:] SIG_CREATED ' >&2; printf -- '-----BEGIN PGP SIGNATURE-----\\nx\\n-----END PGP SIGNATURE-----\\n'");
        garden.git("config", "commit.gpgsign", "true");
        garden.git("config", "gpg.program", program.toString());
        branch.commits();
        assertThat(garden.git("cat-file", "commit", "HEAD")).contains("gpgsig -----BEGIN PGP SIGNATURE-----");
        garden.write("rose.txt", "blue\n");
        script(program, "cat > /dev/null; exit 2");
        assertThat(branch.refuses().reason()).isEqualTo(Reason.SIGNING_FAILED);
    }

    @Test
    void withoutANameThereIsNoCommitButASnapshot() throws Exception {
        garden.git("config", "--unset", "user.name");
        garden.git("config", "--unset", "user.email");
        assertThat(branch.refuses().reason()).isEqualTo(Reason.IDENTITY_MISSING);
        Committing.shadow(garden, temporary.resolve("own2")).commits();
    }

    @Test
    void pushesPlainlyWhereAskedAndARejectionIsToldOnce() throws Exception {
        Committing pushing = new Committing(settings.pushing(true));
        pushing.commits();
        assertThat(pushing.intake.kinds()).containsExactly("start", "result", "error");
        assertThat(pushing.intake.events().getLast()).contains("push_nowhere");
        garden.git("init", "-q", "--bare", temporary.resolve("far.git").toString());
        garden.git("remote", "add", "origin", temporary.resolve("far.git").toString());
        garden.git("push", "-q", "-u", "origin", "work");
        garden.write("rose.txt", "blue\n");
        String hash = pushing.commits().hash();
        assertThat(garden.git("ls-remote", "origin")).isEqualTo(hash + "\trefs/heads/work");
        assertThat(pushing.intake.kinds()).endsWith("start", "result");
        garden.git(
                "clone",
                "-q",
                "-b",
                "work",
                temporary.resolve("far.git").toString(),
                temporary.resolve("clone").toString());
        GitDirectory clone = GitDirectory.at(temporary.resolve("clone"));
        clone.git("-c", "user.name=B", "-c", "user.email=b@c", "commit", "-q", "--allow-empty", "-m", "theirs");
        clone.git("push", "-q");
        garden.write("rose.txt", "green\n");
        pushing.commits();
        assertThat(pushing.intake.kinds()).endsWith("start", "result", "error");
        assertThat(pushing.intake.events().getLast()).contains("push_rejected");
        assertThat(garden.git("ls-remote", "origin")).isEqualTo(clone.git("rev-parse", "HEAD") + "\trefs/heads/work");
        Committing shadow = Committing.shadow(garden, temporary.resolve("own2"));
        garden.write("rose.txt", "black\n");
        shadow.commits();
        garden.git("push", "-q", "--force", "--all", "origin");
        assertThat(garden.git("ls-remote", "origin")).doesNotContain("herald");
    }

    private void hook(String name, String text) throws Exception {
        Files.createDirectories(garden.path.resolve(".git/hooks"));
        script(garden.path.resolve(".git/hooks/" + name), text);
    }

    private static Path script(Path file, String text) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
