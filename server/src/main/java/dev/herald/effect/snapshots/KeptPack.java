package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pack that git leaves alone, whatever it tidies up, until this is closed. Git writes the mark before others can see the
 * pack. Any thread; blocks.
 */
final class KeptPack implements AutoCloseable {
    /** What is in the mark, so that it is known whose it is. */
    private static final String MARK = "herald pruning ";

    private static final Pattern TOLD = Pattern.compile("(?:keep|pack)\\s+([0-9a-f]{40,64})");
    private static final Pattern MARKED = Pattern.compile(MARK + "([0-9]{1,18})\\s*");

    private final Path mark;

    private KeptPack(Path mark) {
        this.mark = mark;
    }

    /** Puts a pack into the repository. */
    static KeptPack of(Git git, Repository repository, CommitPack pack) throws IOException, InterruptedException {
        GitCommand command = GitCommand.in(
                repository.workTree(),
                "index-pack",
                "--stdin",
                "--strict",
                "--keep=" + MARK + ProcessHandle.current().pid());
        String told = git.ask(command.reading(pack.bytes())).text();
        Matcher name = TOLD.matcher(told);
        if (!name.find()) {
            throw new SnapshotException("git index-pack did not name its pack. Nothing is lost; try again");
        }
        return new KeptPack(directory(repository).resolve("pack-" + name.group(1) + ".keep"));
    }

    /** Removes the marks of processes that were killed. */
    static void clear(Repository repository) throws IOException {
        try (DirectoryStream<Path> marks = Files.newDirectoryStream(directory(repository), "pack-*.keep")) {
            for (Path mark : marks) {
                Matcher marked = MARKED.matcher(Files.readString(mark, java.nio.charset.StandardCharsets.ISO_8859_1));
                if (marked.matches()
                        && ProcessHandle.of(Long.parseLong(marked.group(1))).isEmpty()) {
                    Files.deleteIfExists(mark);
                }
            }
        } catch (NoSuchFileException gone) {
            // Another pruning has ended.
        }
    }

    private static Path directory(Repository repository) {
        return repository.commonDirectory().resolve("objects/pack");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(mark);
    }
}
