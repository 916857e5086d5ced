package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.git.OtherGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more. By a limit of the system on git's files, which needs no right to set. */
class DiskTest {
    @TempDir
    private Path temporary;

    private GitDirectory garden;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n").commit("one");
    }

    /** Files of git may have so many blocks of 512 bytes. */
    private Path limited(int blocks) throws IOException {
        Path program = temporary.resolve("limited-git");
        Files.writeString(program, "#!/bin/sh\ntrap '' XFSZ\nulimit -f " + blocks + "\nexec git \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    @Test
    void whileTheDiskIsFullNothingIsHalfDoneAndAfterwardsAllGoesOn() throws Exception {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        garden.write("noise.bin", noise);
        String head = garden.git("rev-parse", "HEAD");
        for (AutoCommitMode mode : AutoCommitMode.values()) {
            AutoCommitSettings settings =
                    Committing.settings(garden, temporary.resolve("own"), mode).at(BranchTest.PACE);
            byte[] index = garden.index();
            Committing full = new Committing(settings, OtherGit.at(limited(64), GitDirectory.environment()));
            Outcome.Refused refused = full.refuses();
            assertThat(refused.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(full.intake.events().getLast()).contains("\"reason\":\"disk_full\"", "make room");
            assertThat(garden.index()).isEqualTo(index);
            assertThat(garden.git("rev-parse", "HEAD")).isEqualTo(head);
            garden.fsck();
        }
        Committing.shadow(garden, temporary.resolve("own")).commits();
        garden.fsck();
    }

    @Test
    void whatGitSaysOfTheDiskHasAReasonOfItsOwn() {
        assertThat(reason("error: unable to write file .git/objects/ab: No space left on device"))
                .isEqualTo(Reason.DISK_FULL);
        assertThat(reason("fatal: Unable to create '/r/.git/index.lock': Read-only file system"))
                .isEqualTo(Reason.READ_ONLY);
        assertThat(reason("error: insufficient permission for adding an object to repository database .git/objects"))
                .isEqualTo(Reason.READ_ONLY);
        assertThat(reason("git status took longer than 120 s")).isEqualTo(Reason.TIMED_OUT);
        assertThat(reason("fatal: something else")).isEqualTo(Reason.GIT_FAILED);
    }

    private static Reason reason(String message) {
        return Trouble.of(new IOException(message)).reason();
    }

    @Test
    void aRepositoryThatCannotBeWrittenIsSaidToBe() throws Exception {
        garden.write("rose.txt", "white\n");
        Path program = temporary.resolve("stranger-git");
        Path objects = garden.path.resolve(".git/objects");
        // Root may write anywhere: it becomes somebody else first.
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        String become = isRoot ? "exec setpriv --reuid=65534 --clear-groups git" : "exec git";
        Files.writeString(program, "#!/bin/sh\n" + become + " -c safe.directory='*' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (isRoot) {
            // Its own directory may be anybody's.
            Files.createDirectories(temporary.resolve("own"));
            for (Path open : new Path[] {temporary, temporary.resolve("own")}) {
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        } else {
            try (var walk = Files.walk(objects)) {
                for (Path one : walk.filter(Files::isDirectory).toList()) {
                    Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("r-xr-xr-x"));
                }
            }
        }
        Committing saving = new Committing(
                Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.SHADOW),
                OtherGit.at(program, GitDirectory.environment()));
        assertThat(saving.refuses().reason()).isEqualTo(Reason.READ_ONLY);
        try (var walk = Files.walk(objects)) {
            for (Path one : walk.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        garden.fsck();
    }
}
