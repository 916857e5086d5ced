package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commit that is checked out has lost objects: that is told for as long as it is so, and nothing else is. */
@Timeout(180)
class BrokenHeadTest {
    @TempDir
    private Path temporary;

    private GitDirectory garden;

    @BeforeEach
    void plant() throws Exception {
        garden = new GitDirectory(temporary.resolve("garden"));
        garden.write("rose.txt", "red\n").write("beds/one.txt", "1\n").commit("one");
        garden.write("beds/one.txt", "2\n").commit("two");
    }

    private AutoCommitSettings settings(AutoCommitMode mode) {
        return Committing.settings(garden, temporary.resolve("own"), mode).at(BranchTest.PACE);
    }

    private Path object(String name) throws Exception {
        String hash = garden.git("rev-parse", name);
        return garden.path.resolve(".git/objects/" + hash.substring(0, 2) + "/" + hash.substring(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "empty"})
    void aBranchWhoseCommitIsGoneIsToldAsThat(String how) throws Exception {
        Committing saving = new Committing(settings(AutoCommitMode.BRANCH));
        saving.recover();
        Path object = object("HEAD");
        byte[] kept = Files.readAllBytes(object);
        Files.delete(object);
        if (how.equals("empty")) {
            Files.createFile(object);
        }
        garden.write("rose.txt", "white\n");
        assertThat(saving.run(Trigger.CHANGE))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.HEAD_BROKEN));
        assertThat(saving.intake.events().getLast()).contains("head_broken", "git fsck");
        Files.deleteIfExists(object);
        Files.write(object, kept);
        saving.commits();
        assertThat(saving.concern()).isEmpty();
    }

    @Test
    void whatTheBranchLacksIsToldUntilItIsThereAgain() throws Exception {
        Committing saving = new Committing(settings(AutoCommitMode.BRANCH));
        Path object = object("HEAD:beds/one.txt");
        byte[] kept = Files.readAllBytes(object);
        Files.delete(object);
        saving.run(Trigger.CHANGE);
        assertThat(saving.intake.events().getLast())
                .as("also where there is nothing to commit")
                .contains("head_broken");
        for (int i = 0; i < 3; i++) {
            garden.write("rose.txt", "round " + i + "\n");
            assertThat(saving.run(Trigger.CHANGE)).isInstanceOf(Outcome.Committed.class);
            assertThat(saving.concern().orElse("")).contains("git fsck");
        }
        Files.write(object, kept);
        garden.write("rose.txt", "white\n");
        saving.commits();
        assertThat(saving.concern()).isEmpty();
        garden.fsck();
    }

    @Test
    void aSnapshotWhoseCommitIsDamagedIsNotTheLast() throws Exception {
        Committing saving = new Committing(settings(AutoCommitMode.SHADOW));
        garden.write("rose.txt", "white\n");
        saving.commits();
        Path object = object("refs/herald/work");
        assertThat(object.toFile().setWritable(true)).isTrue();
        Files.writeString(object, "");
        new OwnObjects(temporary.resolve("own/objects"), garden.path.resolve(".git/objects")).clear();
        garden.write("rose.txt", "blue\n");
        assertThat(saving.run(Trigger.SCHEDULE)).isInstanceOf(Outcome.Committed.class);
        assertThat(garden.git("show", "refs/herald/work:rose.txt")).isEqualTo("blue");
    }

    @ParameterizedTest
    @EnumSource(AutoCommitMode.class)
    void aGitThatCouldNotLookSaysNothingOfTheRepository(AutoCommitMode mode) throws Exception {
        garden.write("rose.txt", "white\n");
        new Committing(settings(mode)).commits();
        Repository repository = ((Repository.At) Repository.at(garden.git, garden.path)).repository();
        Path own = temporary.resolve("other");
        Files.createDirectories(own);
        AutoCommitSettings settings = AutoCommitSettings.of(settings(mode).project(), garden.path, own, mode)
                .without(Set.of());
        // Where its objects would be made there is a file: each git with them fails.
        Files.createFile(own.resolve("objects"));
        Safekeeping keeping =
                new Safekeeping(new Workshop(garden.git, repository, settings, Clock.system(), 40, step -> {}));
        assertThatThrownBy(() -> {
                    if (mode == AutoCommitMode.BRANCH) {
                        keeping.examineHead();
                    } else {
                        keeping.examine("refs/herald/work");
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(keeping.concern()).isEmpty();
    }
}
