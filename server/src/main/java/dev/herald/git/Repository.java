package dev.herald.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a repository keeps what. Paths are absolute and real.
 *
 * @param workTree the top directory of the files
 * @param gitDirectory what belongs to this work tree alone: HEAD, the index, what is in progress
 * @param commonDirectory what its work trees share: refs and objects; the same as the git directory but for a linked
 *     work tree
 */
public record Repository(Path workTree, Path gitDirectory, Path commonDirectory) {
    /** What stands at a directory. */
    public sealed interface Found {}

    /** A repository with a work tree. */
    public record At(Repository repository) implements Found {}

    /** None with a work tree, or none that git agrees to use. {@code why} is for people. */
    public record None(String why) implements Found {}

    /** The name that the main work tree's history has while no branch is checked out. */
    private static final String DETACHED = "HEAD";

    /** What a ref may have in its name without any doubt. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    /**
     * What stands in the place of a branch's name while none is checked out: {@code HEAD}, and in a linked work tree
     * {@code HEAD@<its id>}, for each work tree has a HEAD of its own. The id is git's, the directory's name in {@code
     * worktrees}; it stays when the work tree is moved.
     */
    public String detachedName() {
        if (gitDirectory.equals(commonDirectory)) {
            return DETACHED;
        }
        String id = String.valueOf(gitDirectory.getFileName());
        if (PLAIN.matcher(id).matches() && !id.endsWith(".lock")) {
            return DETACHED + "@" + id;
        }
        // Two ids that differ only in what a ref cannot have must not become one.
        return DETACHED + "@" + id.replaceAll("[^A-Za-z0-9_-]", "-") + "-" + Integer.toHexString(id.hashCode());
    }

    /** Looks which repository a directory is in, as git does: also above it. */
    public static Found at(Git git, Path directory) throws InterruptedException {
        GitCommand command = GitCommand.in(
                directory,
                "rev-parse",
                "--path-format=absolute",
                "--show-toplevel",
                "--absolute-git-dir",
                "--git-common-dir");
        return switch (git.run(command)) {
            case GitResult.Done done -> parse(done.output());
            case GitResult.Failed failed -> new None(failed.reason());
            case GitResult.Stopped stopped -> new None(stopped.detail());
        };
    }

    private static Found parse(byte[] output) {
        // A name with a line feed in it would look like two: then there are more lines than were asked for.
        List<String> lines = new String(output, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() != 3) {
            return new None("the repository's path has a line feed in it");
        }
        try {
            return new At(new Repository(
                    Path.of(lines.get(0)).toRealPath(),
                    Path.of(lines.get(1)).toRealPath(),
                    Path.of(lines.get(2)).toRealPath()));
        } catch (IOException e) {
            return new None("cannot look at it: " + e);
        }
    }
}
