package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.AutoCommit.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A filter that never ends: the other files are saved, and it is said which it is. */
@Timeout(180)
class SlowFilterTest {
    /** Filters may take four seconds in one commit. */
    private static final CommitPace PACE = new CommitPace(50, 200, 60_000, 50, 30, 200, 4_000, 10_000, 5_000);

    @TempDir
    private Path temporary;

    private GitDirectory garden;
    private Committing shadow;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        // Hangs for what says so, and leaves the rest as it is.
        Path filter = temporary.resolve("filter");
        Files.writeString(
                filter,
                "#!/bin/sh\ntext=$(cat)\ncase \"$text\" in *hang*) echo hangs >> ../calls; sleep 60;; esac\necho \"$text\"\n");
        Files.setPosixFilePermissions(filter, PosixFilePermissions.fromString("rwxr-xr-x"));
        garden.git("config", "filter.slow.clean", filter.toString());
        garden.write(".gitattributes", "*.big filter=slow\n")
                .write("a.big", "1\n")
                .write("b.big", "2\n")
                .write("rose.txt", "red\n")
                .commit("one");
        shadow = new Committing(Committing.settings(garden, temporary.resolve("own"), AutoCommitMode.SHADOW)
                .at(PACE));
    }

    @Test
    void theOtherFilesAreSavedAndTheFilterIsNamed() throws Exception {
        garden.write("a.big", "hang on\n").write("b.big", "fine\n").write("rose.txt", "white\n");
        Outcome.Committed committed = shadow.commits();
        assertThat(committed.leftOut().named()).containsExactly(new LeftOut("a.big", LeftOut.Why.FILTER_TIMEOUT));
        assertThat(garden.git("show", committed.hash() + ":b.big")).isEqualTo("fine");
        assertThat(garden.git("show", committed.hash() + ":rose.txt")).isEqualTo("white");
        assertThat(garden.git("show", committed.hash() + ":a.big")).isEqualTo("1");
        assertThat(shadow.intake.events().getLast()).contains("filter_timeout", "The filter slow", "a.big");
        assertThat(shadow.concern().orElseThrow()).contains("slow", "a.big");
        garden.write("rose.txt", "blue\n");
        String calls = Files.readString(temporary.resolve("calls"));
        assertThat(shadow.commits().leftOut().count()).isEqualTo(1);
        assertThat(Files.readString(temporary.resolve("calls")))
                .as("what hung and has not changed is not tried again")
                .isEqualTo(calls);
        garden.write("a.big", "fine again\n");
        assertThat(garden.git("show", shadow.commits().hash() + ":a.big")).isEqualTo("fine again");
        garden.fsck();
    }

    @Test
    void alsoWhereGitMustReadAFileToSeeWhetherItChanged() throws Exception {
        garden.git("-c", "filter.slow.clean=", "-c", "filter.slow.required=false", "add", "-A");
        garden.write("c.big", "hang\n");
        garden.git("-c", "filter.slow.clean=", "add", "c.big");
        garden.git("commit", "-q", "-m", "two");
        Files.setLastModifiedTime(garden.path.resolve("c.big"), FileTime.fromMillis(1_000_000_000_000L));
        garden.write("rose.txt", "white\n");
        Outcome.Committed committed = shadow.commits();
        assertThat(garden.git("show", committed.hash() + ":rose.txt")).isEqualTo("white");
        assertThat(garden.git("show", committed.hash() + ":c.big")).isEqualTo("hang");
    }

    private int calls() throws Exception {
        Path calls = temporary.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    @Test
    void manyFiltersThatHangTakeNoMoreTimeThanOne() throws Exception {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            garden.git(
                    "config",
                    "filter.slow" + i + ".clean",
                    temporary.resolve("filter").toString());
            attributes
                    .append("*.big")
                    .append(i)
                    .append(" filter=slow")
                    .append(i)
                    .append('\n');
            garden.write("a.big" + i, "hang " + i + "\n");
        }
        garden.write(".gitattributes", attributes.toString()).write("rose.txt", "white\n");
        Outcome.Committed committed = shadow.commits();
        assertThat(garden.git("show", committed.hash() + ":rose.txt")).isEqualTo("white");
        assertThat(calls())
                .as("all at once, and as often by one as a sixth goes into the rest")
                .isLessThanOrEqualTo(5);
        assertThat(shadow.intake.events().getLast()).contains("filter_timeout", "The filter slow0");
        assertThat(shadow.isOwed()).as("what had no time has it next").isTrue();
    }

    @Test
    void isNamedAlsoWhereNothingElseIsToBeSaved() throws Exception {
        garden.write("a.big", "hang on\n");
        assertThat(shadow.run(Trigger.CHANGE)).isInstanceOf(Outcome.Nothing.class);
        assertThat(shadow.intake.events().getLast()).contains("filter_timeout", "The filter slow", "a.big");
    }

    @Test
    void aFileThatHangsAgainEachTimeItIsWrittenGetsOneShortTry() throws Exception {
        garden.write("a.big", "hang on\n").write("rose.txt", "white\n");
        shadow.commits();
        for (int i = 0; i < 3; i++) {
            int before = calls();
            garden.write("a.big", "hang once more " + i + "\n").write("rose.txt", "round " + i + "\n");
            shadow.commits();
            assertThat(calls() - before).isEqualTo(1);
        }
    }

    @Test
    void ofManyThatHangTwoAreEnough() throws Exception {
        for (int i = 0; i < 8; i++) {
            garden.write(i + ".big", "hang " + i + "\n");
        }
        garden.write("rose.txt", "white\n");
        assertThat(shadow.commits().leftOut().count()).isEqualTo(8);
        assertThat(shadow.concern().orElseThrow()).contains("and 7 more");
    }
}
