package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.ProjectId;
import dev.herald.git.Git;
import dev.herald.loop.Clock;
import dev.herald.session.Await;
import dev.herald.source.files.FileWatch;
import dev.herald.source.files.FileWatchSettings;
import dev.herald.source.files.GitHome;
import dev.herald.source.files.IntakeListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A directory under watch, its files and its repository, settled quickly. */
final class Stage implements AutoCloseable {
    static final ProjectId PROJECT = new ProjectId("garden");

    final Path root;
    final RecordingIntake intake;
    final GitWatch git;
    private final FileWatch files;
    private int markers;

    Stage(Path root, Path state) throws Exception {
        this(root, state, new RecordingIntake());
    }

    Stage(Path root, Path state, RecordingIntake intake) throws Exception {
        this(settings(root, state), intake);
    }

    Stage(GitWatchSettings settings, RecordingIntake intake) throws Exception {
        this.root = settings.root();
        this.intake = intake;
        git = new GitWatch(
                settings,
                Git.of(System.getenv()),
                Keeper.of(intake),
                new IntakeListener(intake, PROJECT),
                Clock.system());
        git.start().get(20, TimeUnit.SECONDS);
        Path home = settings.state().resolve("home");
        GitHome gitHome = new GitHome(home, home.resolve(".config"), home.resolve("system"), null);
        files = new FileWatch(
                new FileWatchSettings(
                        root, "test", Set.of(settings.state()), gitHome, 80, 800, 200, 200, 60_000, 50, 256, 50_000),
                git.listener(),
                Clock.system());
        files.start().get(20, TimeUnit.SECONDS);
    }

    static GitWatchSettings settings(Path root, Path state) {
        return new GitWatchSettings(root, PROJECT, state, 100, 50, 10_000, 60_000, 100_000, 1_000, 10_000);
    }

    List<Told> told() {
        return intake.told();
    }

    List<Told> commits() {
        return told().stream().filter(Told::isCommit).toList();
    }

    List<Told> operations() {
        return told().stream().filter(Told::isOperation).toList();
    }

    /** Without the markers. */
    List<String> files() {
        return told().stream()
                .filter(Told::isFile)
                .map(Told::change)
                .filter(change -> !change.contains("marker-"))
                .toList();
    }

    List<String> messages() {
        return commits().stream().map(commit -> commit.text("message")).toList();
    }

    /** Waits until what was told fulfils this. */
    void await(String what, Predicate<Stage> condition) {
        try {
            Await.until(what, () -> condition.test(this));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; told: " + summary(), late);
        }
    }

    void awaitCommits(String... messages) {
        await("commits " + List.of(messages), stage -> stage.messages().equals(List.of(messages)));
    }

    void awaitOperations(int count) {
        await(count + " operations", stage -> stage.operations().size() >= count);
    }

    void awaitHeld(int count) {
        await(count + " changes held", stage -> ((HeldChanges) stage.git.listener()).heldTotal() >= count);
    }

    /** Waits until all changes of files that were made before have gone through. */
    void awaitFiles() throws Exception {
        mark();
        mark();
    }

    private void mark() throws Exception {
        String marker = "marker-" + System.nanoTime() + "-" + markers++;
        Files.writeString(root.resolve(marker), marker);
        await(
                marker,
                stage -> stage.told().stream()
                        .anyMatch(event ->
                                event.isFile() && event.text("file_path").equals(marker)));
        Files.delete(root.resolve(marker));
    }

    String summary() {
        return told().stream()
                .map(event -> event.isFile() ? event.change() : event.type() + " " + event.data())
                .limit(40)
                .toList()
                .toString();
    }

    Told onlyOperation() {
        assertThat(operations()).as(summary()).hasSize(1);
        return operations().getFirst();
    }

    @Override
    public void close() {
        files.close();
        git.close();
    }
}
