package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.AutoCommit.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The user's hook {@code reference-transaction} runs before a ref moves and once more after it, and may be slow. */
@Timeout(120)
class SlowReferenceHookTest {
    /** A hook may take two seconds. */
    private static final CommitPace PACE = new CommitPace(50, 200, 60_000, 50, 30, 200, 2_000, 10_000, 5_000);

    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing branch;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n").commit("one");
        branch = new Committing(Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.BRANCH)
                .at(PACE));
        garden.write("rose.txt", "white\n").write("new.txt", "new\n");
    }

    private void slow(String state) throws Exception {
        Path hook = Files.createDirectories(garden.path.resolve(".git/hooks")).resolve("reference-transaction");
        Files.writeString(hook, "#!/bin/sh\nif [ \"$1\" = " + state + " ]; then sleep 30; fi\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aBranchThatHasMovedIsNotTakenForOneThatHasNot() throws Exception {
        slow("committed");
        Outcome.Committed committed = branch.commits();
        assertThat(garden.git("rev-parse", "refs/heads/work")).isEqualTo(committed.hash());
        assertThat(garden.git("diff", "--cached", "--name-status"))
                .as("nothing is staged, above all not the reverse of what was committed")
                .isEmpty();
        assertThat(garden.git("status", "--porcelain")).isEmpty();
        assertThat(branch.intake.kinds()).containsExactly("start", "result");
        assertThat(temporary.resolve("own/landing")).doesNotExist();
    }

    @Test
    void aBranchThatHasNotMovedLeavesTheIndexAsItWas() throws Exception {
        slow("prepared");
        byte[] index = garden.index();
        String head = garden.git("rev-parse", "HEAD");
        assertThat(branch.refuses().reason()).isEqualTo(Reason.HOOK_TIMEOUT);
        assertThat(garden.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(garden.index()).isEqualTo(index);
        assertThat(garden.path.resolve(".git/refs/heads/work.lock")).doesNotExist();
        Files.delete(garden.path.resolve(".git/hooks/reference-transaction"));
        branch.commits();
        assertThat(garden.git("status", "--porcelain")).isEmpty();
        garden.fsck();
    }

    @Test
    void whatAKilledProcessWasAboutIsTakenBackWhereTheBranchRefuses() throws Exception {
        Process child = KilledTest.child(garden, temporary, AutoCommitMode.BRANCH, Step.SWAPPED.name());
        assertThat(child.waitFor()).isEqualTo(137);
        assertThat(garden.git("diff", "--cached", "--name-only")).isEqualTo("new.txt\nrose.txt");
        slow("prepared");
        branch.recover();
        assertThat(garden.git("diff", "--cached", "--name-only")).isEmpty();
        assertThat(garden.git("status", "--porcelain")).isEqualTo("M rose.txt\n?? new.txt");
        assertThat(Files.readString(garden.path.resolve("rose.txt"))).isEqualTo("white\n");
    }

    @Test
    void aSnapshotRunsNoHookAndWaitsForNone() throws Exception {
        slow("committed");
        Committing shadow = Committing.shadow(garden, temporary.resolve("own2"));
        shadow.commits();
        assertThat(shadow.run(Trigger.MANUAL)).isInstanceOf(Outcome.Nothing.class);
    }
}
