package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An index beside the user's, in a directory of its own, which goes with it. No hook hears of it. One thread; blocks.
 */
final class ScratchIndex implements AutoCloseable {
    private final Git git;
    private final Repository repository;
    private final Path directory;

    private ScratchIndex(Git git, Repository repository, Path directory) {
        this.git = git;
        this.repository = repository;
        this.directory = directory;
    }

    /** One without entries. */
    static ScratchIndex empty(Git git, Repository repository) throws IOException {
        return new ScratchIndex(git, repository, Files.createTempDirectory("herald-snapshots-"));
    }

    /** One with the entries of the user's. */
    static ScratchIndex copied(Git git, Repository repository) throws IOException {
        ScratchIndex index = empty(git, repository);
        try {
            Files.copy(repository.gitDirectory().resolve("index"), index.file());
        } catch (NoSuchFileException nothingStagedYet) {
            return index;
        } catch (IOException e) {
            index.close();
            throw e;
        }
        return index;
    }

    private Path file() {
        return directory.resolve("index");
    }

    /** A call in the work tree's top that uses this index and no other. */
    GitCommand command(List<String> arguments) {
        // A split index would keep a part of itself beside the user's.
        List<String> all = new ArrayList<>(
                List.of("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.splitIndex=false"));
        all.addAll(arguments);
        return GitCommand.in(repository.workTree(), all).with("GIT_INDEX_FILE", file().toString());
    }

    GitCommand command(String... arguments) {
        return command(List.of(arguments));
    }

    /** The same, where objects that are made go with this index, too. */
    GitCommand passing(List<String> arguments) throws IOException {
        Path objects = Files.createDirectories(directory.resolve("objects"));
        return command(arguments)
                .with("GIT_OBJECT_DIRECTORY", objects.toString())
                .with(
                        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                        quoted(repository.commonDirectory().resolve("objects")));
    }

    /** The list of these directories is separated by colons; a quoted one may have them in its name. */
    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Writes the tree of its entries to the repository; its hash. */
    String tree() throws IOException, InterruptedException {
        return git.ask(command("write-tree")).text();
    }

    @Override
    public void close() throws IOException {
        delete(directory);
    }

    /** A directory with all below, without following links. */
    static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = new ArrayList<>(walk.toList());
        } catch (NoSuchFileException gone) {
            return;
        }
        for (Path path : all.reversed()) {
            Files.deleteIfExists(path);
        }
    }
}
