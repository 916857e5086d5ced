package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.payload.FileChange;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A real directory under watch, settled quickly. Its marker tells when all that was done before has been told. */
final class WatchedDirectory implements AutoCloseable {
    static final int QUIET_MILLIS = 60;
    static final int MAX_MILLIS = 600;

    final Path root;
    final RecordingListener listener = new RecordingListener();
    private final Path home;
    private final FileWatch watch;
    private int markers;

    WatchedDirectory(Path temporary) throws Exception {
        this(temporary, QUIET_MILLIS);
    }

    /** For steps that belong together and must not be torn apart when the machine is busy. */
    WatchedDirectory(Path temporary, int quietMillis) throws Exception {
        this(temporary, new LocalDisk(), new NioWatches(), Set.of(), 50_000, quietMillis);
    }

    WatchedDirectory(Path temporary, Watches watches, int quietMillis) throws Exception {
        this(temporary, new LocalDisk(), watches, Set.of(), 50_000, quietMillis);
    }

    WatchedDirectory(Path temporary, Disk disk, Watches watches) throws Exception {
        this(temporary, disk, watches, Set.of(), 50_000, QUIET_MILLIS);
    }

    WatchedDirectory(Path temporary, Disk disk, Watches watches, Set<Path> never, int pendingMax) throws Exception {
        this(temporary, disk, watches, never, pendingMax, QUIET_MILLIS);
    }

    private WatchedDirectory(
            Path temporary, Disk disk, Watches watches, Set<Path> never, int pendingMax, int quietMillis)
            throws Exception {
        root = temporary.resolve("root");
        home = temporary.resolve("home");
        Files.createDirectories(root);
        Files.createDirectories(home);
        watch = new FileWatch(settings(never, pendingMax, quietMillis), listener, Clock.system(), disk, watches);
        watch.start().get(20, TimeUnit.SECONDS);
    }

    private FileWatchSettings settings(Set<Path> never, int pendingMax, int quietMillis) {
        GitHome git = new GitHome(home, home.resolve(".config"), home.resolve("system"), null);
        return new FileWatchSettings(
                root, "test", never, git, quietMillis, MAX_MILLIS, 100, 100, 2_000, 20, 256, pendingMax);
    }

    FileWatch watch() {
        return watch;
    }

    Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    void append(String path, String text) throws IOException {
        Files.writeString(root.resolve(path), text, StandardOpenOption.APPEND);
    }

    void move(String from, String to) throws IOException {
        Files.move(
                root.resolve(from),
                root.resolve(to),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(String path) throws IOException {
        Files.delete(root.resolve(path));
    }

    /**
     * What was told since the last time, without the markers. Directories are heard of in no order, so what was done
     * before the first marker may settle with it, a little later; but not later than a second one made after that.
     */
    List<FileChange> told() throws Exception {
        mark();
        mark();
        List<FileChange> changes = listener.changes();
        listener.forget();
        return changes.stream()
                .filter(change -> !change.path().startsWith("marker-"))
                .toList();
    }

    private void mark() throws Exception {
        FileChange marker = FileChange.created("marker-" + markers++);
        write(marker.path(), marker.path());
        assertThat(listener.await(told -> told.contains(marker))).contains(marker);
    }

    /** Runs a program in the root and expects it to succeed. */
    void run(String... command) throws Exception {
        runIn(root, command);
    }

    static void runIn(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Override
    public void close() {
        watch.close();
    }
}
