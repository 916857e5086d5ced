package dev.herald.source.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * What is not watched: git's rules (gitignore(5): nearest file first, the last line of a file that matches wins,
 * {@code !} takes back) with {@code .heraldignore} above them, which is written the same way, and with
 * {@link EditorFiles} below them. One link for each directory that has ignore files, leading to the one above it; the
 * last ones are {@code .git/info/exclude} and the global excludes. Never changed once made.
 *
 * <p>Each level of a path is asked for on its own, from the top: nothing in an ignored directory is ever asked for, and
 * nothing in it can be taken back.
 */
final class IgnoreRules {
    static final String GIT_FILE = ".gitignore";
    static final String OWN_FILE = ".heraldignore";
    /** What is longer is cut: an ignore file that large is none. */
    static final int FILE_BYTES_MAX = 1 << 20;

    private static final Path GIT_PATH = Path.of(GIT_FILE);
    private static final Path OWN_PATH = Path.of(OWN_FILE);
    private static final IgnoreNode NOTHING = new IgnoreNode();

    private final @Nullable IgnoreRules above;
    private final String base;
    private final IgnoreNode git;
    private final IgnoreNode own;

    private IgnoreRules(@Nullable IgnoreRules above, String base, IgnoreNode git, IgnoreNode own) {
        this.above = above;
        this.base = base;
        this.git = git;
        this.own = own;
    }

    static IgnoreRules none() {
        return new IgnoreRules(null, "", NOTHING, NOTHING);
    }

    /** These rules under a file of git's that holds for the whole work tree. A file that is not there has no rules. */
    IgnoreRules withExcludes(Path file) throws IOException {
        return Files.isRegularFile(file) ? new IgnoreRules(this, "", read(file), NOTHING) : this;
    }

    /**
     * The rules in a directory.
     *
     * @param base the directory's path from the top of the work tree: empty, or ends with a slash
     */
    IgnoreRules in(Path folder, String base) throws IOException {
        IgnoreNode gitHere = readHere(folder.resolve(GIT_FILE));
        IgnoreNode ownHere = readHere(folder.resolve(OWN_FILE));
        return gitHere == NOTHING && ownHere == NOTHING ? this : new IgnoreRules(this, base, gitHere, ownHere);
    }

    static boolean isRulesFile(Path name) {
        return name.equals(GIT_PATH) || name.equals(OWN_PATH);
    }

    /**
     * Whether an entry is left out, provided that the directory that it is in is not.
     *
     * @param path from the top of the work tree
     */
    boolean ignores(String path, boolean isFolder) {
        for (IgnoreRules rules = this; rules != null; rules = rules.above) {
            Boolean answer = rules.own.checkIgnored(path.substring(rules.base.length()), isFolder);
            if (answer != null) {
                return answer;
            }
        }
        for (IgnoreRules rules = this; rules != null; rules = rules.above) {
            Boolean answer = rules.git.checkIgnored(path.substring(rules.base.length()), isFolder);
            if (answer != null) {
                return answer;
            }
        }
        return !isFolder && EditorFiles.isScratch(path.substring(path.lastIndexOf('/') + 1));
    }

    /** As git, which does not follow a link here. */
    private static IgnoreNode readHere(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? read(file) : NOTHING;
    }

    private static IgnoreNode read(Path file) throws IOException {
        IgnoreNode node = new IgnoreNode();
        try (InputStream in = Files.newInputStream(file)) {
            node.parse(file.toString(), new ByteArrayInputStream(in.readNBytes(FILE_BYTES_MAX)));
        }
        return node;
    }
}
