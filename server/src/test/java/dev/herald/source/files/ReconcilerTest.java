package dev.herald.source.files;

import static dev.herald.event.payload.FileChange.created;
import static dev.herald.event.payload.FileChange.deleted;
import static dev.herald.event.payload.FileChange.moved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Step by step, without the watch's thread and without notifications: looks come when the test says so. */
class ReconcilerTest {
    private static final long DAY_MILLIS = 86_400_000;

    @TempDir
    Path temporary;

    private final List<FileChange> told = new ArrayList<>();
    private final Ledger ledger = new Ledger(told::add);
    private Path root;
    private Hints hints;
    private Tree tree;
    private Reconciler reconciler;

    @BeforeEach
    void anEmptyRoot() throws Exception {
        root = Files.createDirectories(temporary.resolve("root"));
        GitHome git = new GitHome(temporary, temporary.resolve("config"), temporary.resolve("system"), null);
        var settings = new FileWatchSettings(root, "test", Set.of(), git, 1, 1, 1, 1, 60_000, 1, 1, 100);
        hints = new Hints(new Settler<>(1, 1, 100));
        // All that is made here is old, as most files are.
        Clock tomorrow = new Clock() {
            @Override
            public long epochMillis() {
                return System.currentTimeMillis() + DAY_MILLIS;
            }

            @Override
            public long nanos() {
                return 0;
            }
        };
        var coverage = new Coverage(root, new NoWatches(), warning -> {});
        tree = new Tree(settings, new LocalDisk(), coverage, hints, ledger, tomorrow);
        reconciler = new Reconciler(tree, hints, ledger, tomorrow);
    }

    @Test
    void aFileWhoseNameADirectoryTookIsToldAsDeletedBeforeAnythingIsMovedBelowIt() throws Exception {
        write("a");
        write("c/f");
        know();
        Files.delete(root.resolve("a"));
        Files.createDirectories(root.resolve("a/b"));
        move("c", "a/b/d");
        look();
        move("a", "e");
        look();
        settle();
        assertThat(told).containsExactly(deleted("a"), moved("c", "a/b/d"), moved("a", "e"));
    }

    @Test
    void aDirectoryThatTakesTheNameOfAFileIsToldAsMovedAfterTheDeletion() throws Exception {
        write("a");
        write("c/f");
        know();
        Files.delete(root.resolve("a"));
        move("c", "a");
        look();
        settle();
        assertThat(told).containsExactly(deleted("a"), moved("c", "a"));
    }

    @Test
    void whatWasDeletedInADirectoryThatMovedInTheSameRoundIsToldUnderItsNewName() throws Exception {
        write("p/d/f");
        know();
        Files.delete(root.resolve("p/d/f"));
        Files.delete(root.resolve("p/d"));
        hints.hint(new Place(folder("p"), Path.of("d")), 0);
        move("p", "q");
        hints.rescan(tree.top(), 0);
        settle();
        assertThat(told).containsExactly(moved("p", "q"), deleted("q/d/f"));
    }

    @Test
    void aFileThatWasOldAndCameIntoADirectoryThatMovedIsTold() throws Exception {
        write("f");
        write("d/x");
        know();
        move("f", "d/f");
        move("d", "e");
        look();
        settle();
        assertThat(told).containsExactly(moved("d", "e"), moved("f", "e/f"));
    }

    @Test
    void aFileThatTakesTheNameOfItsDirectoryIsMovedAfterWhatElseWasInIt() throws Exception {
        write("a/one");
        write("a/two");
        know();
        move("a/one", "one");
        move("a/two", "x");
        Files.delete(root.resolve("a"));
        move("one", "a");
        look();
        settle();
        assertThat(told).containsExactlyInAnyOrder(moved("a/one", "a"), moved("a/two", "x"));
        assertThat(told).last().isEqualTo(moved("a/one", "a"));
    }

    @Test
    void movesThatWaitForEachOtherAreToldAsDeletionAndCreation() throws Exception {
        write("a/x");
        write("b/y");
        know();
        move("a/x", "x");
        move("b/y", "y");
        Files.delete(root.resolve("a"));
        Files.delete(root.resolve("b"));
        move("x", "b");
        move("y", "a");
        look();
        settle();
        assertThat(told).hasSize(3);
        assertThat(told.getFirst()).isIn(deleted("a/x"), deleted("b/y"));
        assertThat(told.get(1)).isIn(moved("a/x", "b"), moved("b/y", "a"));
        assertThat(told.getLast()).isIn(created("a"), created("b"));
    }

    @Test
    void aDirectoryWhoseWatchWasTakenOverIsWatchedAnew() throws Exception {
        Files.createDirectories(root.resolve("a"));
        try (var watches = new NioWatches()) {
            var coverage = new Coverage(root, watches, warning -> {});
            var folder = new Folder(tree.top(), Path.of("a"), 1, IgnoreRules.none());
            var passing = new Folder(tree.top(), Path.of("a"), 2, IgnoreRules.none());
            coverage.watch(folder);
            assertThat(coverage.isCovered(folder)).isTrue();
            // The directory was for a moment where the other was expected.
            coverage.watch(passing);
            coverage.unwatch(passing);
            assertThat(coverage.isCovered(folder)).isFalse();
        }
    }

    private void know() throws IOException {
        tree.renewRoot(new LocalDisk().lookAtRoot(root).orElseThrow(), Tree.Scan.BASELINE, 0);
        assertThat(told).isEmpty();
    }

    private void look() {
        tree.scan(tree.top(), Tree.Scan.FIND, true, 0);
    }

    private void settle() throws InterruptedException {
        reconciler.settle(hints.all());
        reconciler.settle(hints.all());
    }

    private Folder folder(String name) {
        Folder folder = tree.top().folders.get(Path.of(name));
        assertThat(folder).isNotNull();
        return Objects.requireNonNull(folder);
    }

    private void write(String path) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), path);
    }

    private void move(String from, String to) throws IOException {
        Files.move(root.resolve(from), root.resolve(to));
    }
}
