package dev.herald.source.files;

import dev.herald.git.Git;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What git leaves out below a root, and what it keeps in spite of that. Belongs to the watch's thread. */
final class GitRules {
    private static final Path HEAD = Path.of("HEAD");
    private static final Path OBJECTS = Path.of("objects");
    private static final Path REFS = Path.of("refs");

    private final Path root;
    private final GitExcludes excludes;
    private final TrackedFiles tracked;
    private @Nullable GitPlace place;

    GitRules(Path root, GitHome home) {
        this.root = root;
        Git git = Git.of(home.in(System.getenv()));
        this.excludes = new GitExcludes(root, home, git);
        this.tracked = new TrackedFiles(root, git);
    }

    /** The rules that hold before any ignore file in the root is read. */
    IgnoreRules rules() {
        return excludes.rules();
    }

    /** The root's path from the top of its work tree: empty, or ends with a slash. */
    String prefix() {
        return excludes.prefix();
    }

    /** Whether git's settings, its excludes or what it tracks changed. Blocks on git where they may have. */
    boolean refresh(long now) throws InterruptedException {
        place = GitPlace.of(root);
        boolean isOther = excludes.refresh(place);
        return (isOther ? tracked.renew(place, now) : tracked.refresh(place, now)) || isOther;
    }

    /** An ignore file in the root changed: whether other files are tracked in spite of the rules now. Blocks on git. */
    boolean onRules(long now) throws InterruptedException {
        return tracked.renew(place, now);
    }

    /**
     * Whether an entry is left out.
     *
     * @param above the rules of its folder
     * @param isFolderIgnored whether the folder itself is, and is known only for what git tracks in it
     * @param path from the root
     */
    boolean isIgnored(IgnoreRules above, boolean isFolderIgnored, String path, boolean isFolder) {
        return switch (above.judge(prefix() + path, isFolder)) {
            case IGNORED_HERE -> true;
            case IGNORED -> !tracked.covers(path, isFolder);
            case WATCHED -> isFolderIgnored && !tracked.covers(path, isFolder);
        };
    }

    /** Whether git's rules name a folder. */
    boolean isNamed(IgnoreRules above, String path) {
        return above.judge(prefix() + path, true) == IgnoreRules.Verdict.IGNORED;
    }

    /** Whether what is in a directory makes it one of git's own, as git tells them. */
    static boolean isGitDirectory(List<Entry> entries) {
        return has(entries, HEAD, false) && has(entries, OBJECTS, true) && has(entries, REFS, true);
    }

    /** Whether a directory may be one of git's own since this name is in it. */
    static boolean isSign(Path name) {
        return name.equals(HEAD) || name.equals(OBJECTS) || name.equals(REFS);
    }

    private static boolean has(List<Entry> entries, Path name, boolean isFolder) {
        return entries.stream().anyMatch(entry -> entry.name().equals(name) && entry.isFolder() == isFolder);
    }
}
