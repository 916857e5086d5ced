package dev.herald.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

    private final @Nullable IgnoreRules above;
    private final int baseBytes;
    private final IgnoreFile git;
    private final IgnoreFile own;

    private IgnoreRules(@Nullable IgnoreRules above, String base, IgnoreFile git, IgnoreFile own) {
        this.above = above;
        this.baseBytes = base.getBytes(StandardCharsets.UTF_8).length;
        this.git = git;
        this.own = own;
    }

    static IgnoreRules none() {
        return new IgnoreRules(null, "", IgnoreFile.EMPTY, IgnoreFile.EMPTY);
    }

    /** These rules under a file of git's that holds for the whole work tree. A file that is not there has no rules. */
    IgnoreRules withExcludes(Path file) throws IOException {
        return Files.isRegularFile(file) ? new IgnoreRules(this, "", read(file), IgnoreFile.EMPTY) : this;
    }

    /**
     * The rules in a directory.
     *
     * @param base the directory's path from the top of the work tree: empty, or ends with a slash
     */
    IgnoreRules in(Path folder, String base) throws IOException {
        IgnoreFile gitHere = readHere(folder.resolve(GIT_FILE));
        IgnoreFile ownHere = readHere(folder.resolve(OWN_FILE));
        return gitHere == IgnoreFile.EMPTY && ownHere == IgnoreFile.EMPTY
                ? this
                : new IgnoreRules(this, base, gitHere, ownHere);
    }

    static boolean isRulesFile(Path name) {
        return name.equals(GIT_PATH) || name.equals(OWN_PATH);
    }

    /** What the rules say of an entry. */
    enum Verdict {
        WATCHED,
        /** Git's rules leave it out, or it is an editor's; neither holds for a file that git tracks. */
        IGNORED,
        /** Herald's own rules leave it out, whatever git does with it. */
        IGNORED_HERE
    }

    /**
     * What becomes of an entry, provided that the directory that it is in is not left out.
     *
     * @param path from the top of the work tree
     */
    Verdict judge(String path, boolean isFolder) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (IgnoreRules rules = this; rules != null; rules = rules.above) {
            Boolean answer = rules.own.says(bytes, rules.baseBytes, isFolder);
            if (answer != null) {
                return answer ? Verdict.IGNORED_HERE : Verdict.WATCHED;
            }
        }
        for (IgnoreRules rules = this; rules != null; rules = rules.above) {
            Boolean answer = rules.git.says(bytes, rules.baseBytes, isFolder);
            if (answer != null) {
                return answer ? Verdict.IGNORED : Verdict.WATCHED;
            }
        }
        boolean isScratch = !isFolder && EditorFiles.isScratch(path.substring(path.lastIndexOf('/') + 1));
        return isScratch ? Verdict.IGNORED : Verdict.WATCHED;
    }

    /** As git, which does not follow a link here. */
    private static IgnoreFile readHere(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? read(file) : IgnoreFile.EMPTY;
    }

    private static IgnoreFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return IgnoreFile.of(in.readNBytes(FILE_BYTES_MAX));
        }
    }
}
