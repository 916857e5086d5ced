package dev.herald.app;

import dev.herald.effect.snapshots.SnapshotId;
import dev.herald.effect.snapshots.Snapshots;
import dev.herald.git.Git;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which repository a command reads, and how paths and snapshots in it are named. */
@Command
final class RepositoryOption {
    /** Stands for bytes that are no text: the launcher sees to it that the locale is UTF-8. */
    private static final char LOST = '\ufffd';

    @Option(
            names = {"-C", "--repository"},
            paramLabel = "DIR",
            description = "A directory of the repository; else the working directory.")
    private @Nullable Path directory;

    private Path directory() {
        return directory == null
                ? Path.of("").toAbsolutePath()
                : directory.toAbsolutePath().normalize();
    }

    Snapshots snapshots() throws InterruptedException {
        Path start = directory();
        if (!Files.isDirectory(start)) {
            throw CommandFailure.usage(List.of("--repository: " + Line.plain(start.toString()) + " is no directory"));
        }
        Git git = Git.of(System.getenv());
        return switch (Repository.at(git, start)) {
            case Repository.At at -> new Snapshots(git, at.repository());
            case Repository.None none ->
                throw CommandFailure.failed(Line.plain(start.toString()) + " is in no repository that can be used ("
                        + Line.plain(none.why()) + "): give -C DIR with one");
        };
    }

    /** Names of files, which start in this directory, as git counts them from the top. */
    List<String> paths(Snapshots snapshots, List<String> names) {
        List<String> paths = new ArrayList<>();
        for (String name : names) {
            paths.add(path(snapshots.workTree(), name));
        }
        return paths;
    }

    private String path(Path top, String name) {
        if (name.indexOf(LOST) >= 0) {
            throw CommandFailure.usage(List.of("PATH: \"" + Line.plain(name) + "\" has letters that are not UTF-8,"
                    + " which a command cannot be given: name the directory that the file is in"));
        }
        try {
            Path path = directory().toRealPath().resolve(name).normalize();
            if (path.startsWith(top)) {
                String relative = top.relativize(path).toString();
                return relative.isEmpty() ? "." : relative;
            }
            throw CommandFailure.usage(
                    List.of("PATH: " + Line.plain(name) + " is not below " + Line.plain(top.toString())));
        } catch (InvalidPathException | IOException noPath) {
            throw CommandFailure.usage(List.of("PATH: \"" + Line.plain(name) + "\" is no path here"));
        }
    }

    /** What names a snapshot. */
    static SnapshotId id(String text) {
        return SnapshotId.parse(text, ZonedDateTime.now(ZoneId.systemDefault()))
                .orElseThrow(() -> CommandFailure.usage(
                        List.of("ID: \"" + Line.plain(text, 100) + "\" is not allowed: give " + SnapshotId.ALLOWED)));
    }
}
