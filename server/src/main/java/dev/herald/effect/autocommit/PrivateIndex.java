package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An index of our own, outside of the repository: a copy of the user's, so that it knows which files are unchanged, what
 * is skipped and what is only intended. The user's is read, never written.
 */
final class PrivateIndex {
    /** A split index would keep a part of itself beside the user's. */
    private static final List<String> QUIETLY = List.of("-c", "core.splitIndex=false");

    private final Git git;
    private final Repository repository;
    private final Path file;
    private final int hashLength;
    private final OwnObjects objects;

    PrivateIndex(Git git, Repository repository, Path file, int hashLength, OwnObjects objects) {
        this.git = git;
        this.repository = repository;
        this.file = file;
        this.hashLength = hashLength;
        this.objects = objects;
    }

    /**
     * Becomes a copy of another. With its time: a file that changed in the instant the index was written is known to be
     * doubtful by it.
     */
    void copy(Path index) throws IOException {
        Files.createDirectories(file.getParent());
        objects.prepare();
        Files.deleteIfExists(lock());
        try {
            Files.copy(index, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(file);
        }
    }

    Path file() {
        return file;
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(lock());
    }

    private Path lock() {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    /** This object is not to be kept. */
    void forget(String hash) throws IOException {
        objects.forget(hash);
    }

    /** A command in the work tree that has this index for its own, and makes objects in the directory of our own. */
    GitCommand command(String... arguments) {
        List<String> all = new ArrayList<>(QUIETLY);
        all.addAll(List.of(arguments));
        return GitCommand.in(repository.workTree(), all)
                .with("GIT_INDEX_FILE", file.toString())
                .with("GIT_OBJECT_DIRECTORY", objects.directory().toString())
                .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects.alternates());
    }

    /** Sets what is at paths, whatever the work tree has. */
    void put(Map<TreePath, Change.Entry> entries) throws IOException, InterruptedException {
        if (entries.isEmpty()) {
            return;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ByteArrayOutputStream removals = new ByteArrayOutputStream();
        entries.forEach((path, entry) -> {
            ByteArrayOutputStream to = entry.isNothing() ? removals : lines;
            String what = entry.isNothing() ? "0 " + "0".repeat(hashLength) : entry.mode() + " " + entry.hash();
            to.writeBytes((what + "\t").getBytes(StandardCharsets.US_ASCII));
            to.writeBytes(path.bytes());
            to.write(0);
        });
        // First what goes: a directory may be in the way of a file.
        removals.writeBytes(lines.toByteArray());
        git.ask(command("update-index", "-z", "--replace", "--index-info").reading(removals.toByteArray()));
    }

    /** What came of taking files. */
    enum Taken {
        ALL,
        /** One of them is gone or changing or cannot be read. */
        NONE,
        /** It took too long, as it does where a filter hangs. */
        TIMED_OUT
    }

    /** Takes files as they are in the work tree. All or none. */
    Taken stage(List<TreePath> paths, Duration limit) throws IOException, InterruptedException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (TreePath path : paths) {
            names.writeBytes(path.bytes());
            names.write(0);
        }
        GitCommand command = command("update-index", "-z", "--add", "--replace", "--stdin")
                .reading(names.toByteArray())
                .within(limit);
        return switch (git.run(command)) {
            case GitResult.Done done -> Taken.ALL;
            case GitResult.Failed failed -> {
                // Trouble with the disk is not a file's fault.
                Trouble.throwIfDisk(failed.messages());
                yield Taken.NONE;
            }
            case GitResult.Stopped stopped -> {
                if (stopped.reason() != GitResult.Reason.TIMED_OUT) {
                    stopped.orThrow(command);
                }
                Files.deleteIfExists(lock());
                yield Taken.TIMED_OUT;
            }
        };
    }

    /** Looks how files are that it has by their hash alone, as far as that goes: a filter may hang for one. */
    void refresh(Duration limit) throws IOException, InterruptedException {
        if (git.run(command("update-index", "-q", "--refresh").within(limit)) instanceof GitResult.Stopped) {
            Files.deleteIfExists(lock());
        }
    }

    String writeTree() throws IOException, InterruptedException {
        return git.ask(command("write-tree")).text();
    }
}
