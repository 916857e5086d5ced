package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work tree that a directory lies in, found without starting git, for it is looked for every second.
 *
 * @param top the work tree's top directory
 * @param own where git keeps what belongs to this work tree alone, such as its index
 * @param shared where it keeps what all work trees of the repository share
 */
record GitPlace(Path top, Path own, Path shared) {
    private static final Logger LOG = LoggerFactory.getLogger(GitPlace.class);
    private static final String GIT = ".git";
    private static final String POINTER = "gitdir:";

    /** Null where there is none, or none that can be read. */
    static @Nullable GitPlace of(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            Path git = folder.resolve(GIT);
            if (Files.exists(git, LinkOption.NOFOLLOW_LINKS)) {
                return at(folder, git);
            }
        }
        return null;
    }

    /** {@code .git} is a file in a second work tree or a module. */
    private static GitPlace at(Path top, Path git) {
        Path own = git;
        try {
            if (Files.isRegularFile(git)) {
                String pointer = Files.readString(git).strip();
                if (pointer.startsWith(POINTER)) {
                    own = git.resolveSibling(pointer.substring(POINTER.length()).strip())
                            .normalize();
                }
            }
            Path common = own.resolve("commondir");
            return new GitPlace(
                    top,
                    own,
                    Files.isRegularFile(common)
                            ? own.resolve(Files.readString(common).strip()).normalize()
                            : own);
        } catch (IOException | InvalidPathException e) {
            LOG.warn("Cannot read {}: {}. Its excludes are not honoured.", git, e.toString());
            return new GitPlace(top, own, own);
        }
    }
}
