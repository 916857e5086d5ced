package dev.herald.source.git;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks git how files, index and commits differ; paths are the watched directory's. Runs on the watch's thread; blocks. */
final class WorkTree {
    /** Paths named in a question; for more, git is asked about all. */
    private static final int NAMED_MAX = 200;

    /** Of a file whose name cannot be said: what is known of it is what git says. */
    static final long UNKNOWN = -1;

    private static final char UNREADABLE = '\uFFFD';
    private static final String EMPTY_SHA1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private static final String EMPTY_SHA256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

    private final Git git;
    private final Watched watched;

    WorkTree(Git git, Watched watched) {
        this.git = git;
        this.watched = watched;
    }

    /**
     * How a file stands.
     *
     * @param isStaged whether the index has it otherwise than HEAD
     * @param isDirty whether the file is otherwise than the index has it
     * @param isUnmerged whether a conflict waits in it
     */
    record State(boolean isStaged, boolean isDirty, boolean isUnmerged) {}

    /** Takes a path and whether it is there after the change. */
    @FunctionalInterface
    interface Change {
        void of(String path, boolean isPresent);
    }

    /** What differs between two commits; zeros stand for nothing at all. */
    void compare(String from, String to, Change change) throws IOException, InterruptedException {
        changes(watched.comparing("diff-tree", List.of("-r", "--name-status", tree(from), tree(to))), change);
    }

    /** What differs from each of these commits to the next one, in this order. */
    void compareEach(List<String> commits, Change change) throws IOException, InterruptedException {
        StringBuilder pairs = new StringBuilder();
        for (int i = 1; i < commits.size(); i++) {
            pairs.append(commits.get(i)).append(' ').append(commits.get(i - 1)).append('\n');
        }
        List<String> arguments = List.of("--stdin", "-r", "-m", "--no-commit-id", "--name-status");
        changes(watched.comparing("diff-tree", arguments).reading(pairs.toString()), change);
    }

    private void changes(GitCommand command, Change change) throws IOException, InterruptedException {
        git.run(command, output -> {
                    Pieces pieces = new Pieces(output);
                    String status = pieces.next();
                    while (status != null) {
                        String path = pieces.next();
                        if (path != null) {
                            change.of(path, !status.startsWith("D"));
                        }
                        status = pieces.next();
                    }
                })
                .orThrow(command);
    }

    /** All files of a commit. */
    void list(String commit, Change change) throws IOException, InterruptedException {
        compare("0".repeat(commit.length()), commit, change);
    }

    /** The hash that something stands for; empty where it stands for nothing. */
    Optional<String> resolve(String name) throws InterruptedException {
        GitResult result = git.run(watched.command("rev-parse", "--verify", "--quiet", name));
        return result instanceof GitResult.Done done && Hashes.isHash(done.text())
                ? Optional.of(done.text())
                : Optional.empty();
    }

    /** The full name of the branch that is checked out; empty for none. */
    String headBranch() throws IOException, InterruptedException {
        GitCommand command = watched.command("symbolic-ref", "--quiet", "HEAD");
        return switch (git.run(command)) {
            case GitResult.Done done -> done.text();
            case GitResult.Failed detached when detached.status() == 1 -> "";
            case GitResult.Failed failed -> failed.orThrow(command).text();
            case GitResult.Stopped stopped -> stopped.orThrow(command).text();
        };
    }

    /** The full names of the local and fetched branches that have a commit. */
    List<String> branchesWith(String commit) throws IOException, InterruptedException {
        GitCommand command = watched.command(
                "for-each-ref", "--contains", commit, "--format=%(refname)", "refs/heads/", "refs/remotes/");
        return git.ask(command).text().lines().toList();
    }

    /** How those of these files stand that are not as HEAD has them; ones that git does not know are left out. */
    Map<String, State> states(Collection<String> paths) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "status", "--porcelain=v2", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=all"));
        name(paths, arguments, watched::atTop);
        GitCommand command = watched.command(arguments);
        Map<String, State> states = new HashMap<>();
        git.run(command, output -> {
                    Pieces pieces = new Pieces(output);
                    String line = pieces.next();
                    while (line != null) {
                        readState(line, states);
                        line = pieces.next();
                    }
                })
                .orThrow(command);
        return states;
    }

    /** {@code 1 XY sub mH mI mW hH hI path} and {@code u XY sub m1 m2 m3 mW h1 h2 h3 path}. */
    private void readState(String line, Map<String, State> states) {
        boolean isUnmerged = line.startsWith("u ");
        String[] words = line.split(" ", isUnmerged ? 11 : 9);
        String path = words[words.length - 1];
        if (words.length == (isUnmerged ? 11 : 9) && path.startsWith(watched.prefix())) {
            states.put(
                    path.substring(watched.prefix().length()),
                    new State(words[1].charAt(0) != '.', words[1].charAt(1) != '.', isUnmerged));
        }
    }

    /** Those of these files that are not as a commit has them. */
    Set<String> differing(String commit, Collection<String> paths) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--name-only", commit));
        name(paths, arguments, watched::atTop);
        // Not diff-index, which takes a file for another one as soon as its times are not those of the index.
        return ask(watched.comparing("diff", arguments));
    }

    /** Those of these files that git knows. */
    Set<String> tracked(Collection<String> paths) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("ls-files", "-z"));
        name(paths, arguments, watched::atTop);
        Set<String> known = new HashSet<>();
        for (String path : ask(watched.command(arguments))) {
            if (path.startsWith(watched.prefix())) {
                known.add(path.substring(watched.prefix().length()));
            }
        }
        return known;
    }

    /** When the index was written, by the file system's clock in nanoseconds; the past where there is none. */
    long indexWrittenNanos() {
        return writtenNanos(watched.repository().gitDirectory().resolve("index"));
    }

    /** When a file was written, by the same clock; the past where that cannot be known. */
    long writtenNanos(String path) {
        try {
            return path.indexOf(UNREADABLE) >= 0
                    ? Long.MIN_VALUE
                    : writtenNanos(watched.repository().workTree().resolve(watched.atTop(path)));
        } catch (InvalidPathException e) {
            return Long.MIN_VALUE;
        }
    }

    private static long writtenNanos(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .lastModifiedTime()
                    .to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            return Long.MIN_VALUE; // it is gone, or going
        }
    }

    /**
     * Another number each time that a file or link is written; 0 where there is none, {@link #UNKNOWN} where its name
     * is no text, or none that this process can say.
     */
    long stamp(String path) {
        if (path.indexOf(UNREADABLE) >= 0) {
            return UNKNOWN;
        }
        try {
            Path file = watched.repository().workTree().resolve(watched.atTop(path));
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            long stamp = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) * 31 + attributes.size();
            return attributes.isDirectory() ? 0 : stamp == 0 ? 1 : stamp;
        } catch (InvalidPathException e) {
            return UNKNOWN;
        } catch (IOException e) {
            return 0;
        }
    }

    private Set<String> ask(GitCommand command) throws IOException, InterruptedException {
        Set<String> paths = new HashSet<>();
        git.run(command, output -> {
                    Pieces pieces = new Pieces(output);
                    @Nullable String path = pieces.next();
                    while (path != null) {
                        paths.add(path);
                        path = pieces.next();
                    }
                })
                .orThrow(command);
        return paths;
    }

    /** Names that are no plain letters do not get through to git in every locale: then about all is asked. */
    private static void name(
            Collection<String> paths, List<String> arguments, java.util.function.UnaryOperator<String> atTop) {
        arguments.add("--");
        if (paths.size() <= NAMED_MAX && paths.stream().allMatch(WorkTree::isPlain)) {
            paths.forEach(path -> arguments.add(atTop.apply(path)));
        }
    }

    private static boolean isPlain(String path) {
        return path.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static String tree(String hash) {
        return !Hashes.isNone(hash) ? hash : hash.length() == EMPTY_SHA1.length() ? EMPTY_SHA1 : EMPTY_SHA256;
    }
}
