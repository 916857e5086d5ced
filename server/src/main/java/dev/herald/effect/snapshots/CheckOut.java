package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes a snapshot's files into a directory of their own, as a checkout writes them. Any thread; blocks. */
final class CheckOut {
    /** Writing all files, through filters that may fetch them from elsewhere. */
    private static final Duration TIMEOUT = Duration.ofHours(2);

    private final Git git;
    private final Repository repository;

    CheckOut(Git git, Repository repository) {
        this.git = git;
        this.repository = repository;
    }

    /** What something in a tree is. */
    enum Kind {
        FILE,
        PROGRAM,
        LINK,
        /** Another repository's commit: there is nothing of it to write. */
        SUBMODULE
    }

    /** @param path from the top; what is no text in it is replaced */
    record Entry(String path, Kind kind) {}

    /**
     * Writes them.
     *
     * @param directory an empty one
     * @param paths from the work tree's top, or none for all
     * @return what the snapshot has there
     */
    List<Entry> write(Snapshot snapshot, Path directory, List<String> paths) throws IOException, InterruptedException {
        try (ScratchIndex index = withTree(snapshot)) {
            List<String> list = new ArrayList<>(List.of("ls-files", "-s", "-z", "--"));
            list.addAll(paths);
            List<String> lines = split(git.ask(index.command(list)).output());
            if (lines.isEmpty() && !paths.isEmpty()) {
                throw new SnapshotException("snapshot " + snapshot.shortId() + " has none of the paths given; herald"
                        + " snapshots show " + snapshot.shortId() + " tells what it changed");
            }
            List<Entry> entries = new ArrayList<>();
            StringBuilder names = new StringBuilder();
            for (String line : lines) {
                String name = line.substring(line.indexOf('\t') + 1);
                names.append(name).append('\0');
                entries.add(new Entry(text(name), kind(line.substring(0, line.indexOf(' ')))));
            }
            GitCommand command = index.command("checkout-index", "-z", "--stdin")
                    .with("GIT_DIR", repository.gitDirectory().toString())
                    .with("GIT_WORK_TREE", directory.toString())
                    .reading(names.toString().getBytes(StandardCharsets.ISO_8859_1))
                    .fetching()
                    .within(TIMEOUT);
            // In the directory itself, or git takes the names from where it stands in the user's work tree.
            GitCommand there = new GitCommand(
                    directory,
                    command.arguments(),
                    command.environment(),
                    command.input(),
                    command.timeout(),
                    command.bytesMax(),
                    command.manner());
            String otherwise = "cannot write the files of snapshot " + snapshot.shortId() + ": ";
            switch (git.run(there)) {
                case GitResult.Done done -> {
                    return entries;
                }
                case GitResult.Failed failed -> throw new SnapshotException(otherwise + failed.reason());
                case GitResult.Stopped stopped -> throw new SnapshotException(otherwise + stopped.detail());
            }
        }
    }

    /** The files in the work tree, not ignored, that the snapshot does not have. */
    List<String> strangers(Snapshot snapshot, List<String> paths) throws IOException, InterruptedException {
        try (ScratchIndex index = withTree(snapshot)) {
            List<String> list = new ArrayList<>(List.of("ls-files", "-o", "--exclude-standard", "-z", "--"));
            list.addAll(paths);
            // A path that leads through a link is none that git lists anything of.
            return git.run(index.command(list)) instanceof GitResult.Done done
                    ? split(done.output()).stream().map(CheckOut::text).toList()
                    : List.of();
        }
    }

    private ScratchIndex withTree(Snapshot snapshot) throws IOException, InterruptedException {
        ScratchIndex index = ScratchIndex.empty(git, repository);
        try {
            git.ask(index.command("-c", "core.sparseCheckout=false", "read-tree", snapshot.tree()));
            return index;
        } catch (IOException | InterruptedException e) {
            index.close();
            throw e;
        }
    }

    private static Kind kind(String mode) {
        return switch (mode) {
            case "100755" -> Kind.PROGRAM;
            case "120000" -> Kind.LINK;
            case "160000" -> Kind.SUBMODULE;
            default -> Kind.FILE;
        };
    }

    /** Byte for byte, for a name need not be text. */
    private static List<String> split(byte[] output) {
        String text = new String(output, StandardCharsets.ISO_8859_1);
        return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    }

    private static String text(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
