package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What differs between trees, as counts, as files, as a patch. Any thread; blocks. */
final class Differences {
    private static final Pattern SHORT_STAT = Pattern.compile(
            " ([0-9]+) files? changed(?:, ([0-9]+) insertions?\\(\\+\\))?(?:, ([0-9]+) deletions?\\(-\\))?");
    private static final long BYTES_MAX = 256L << 20;

    /** For a patch, which somebody may read page by page. */
    static final Duration READING = Duration.ofDays(1);

    private final Git git;
    private final Repository repository;

    Differences(Git git, Repository repository) {
        this.git = git;
        this.repository = repository;
    }

    /**
     * Of each snapshot to what it is listed against, in order, with one call of git. Nothing is fetched for it: what is
     * not here is not counted.
     */
    List<Extent> extents(List<Snapshot> snapshots) throws IOException, InterruptedException {
        if (snapshots.isEmpty()) {
            return List.of();
        }
        StringBuilder pairs = new StringBuilder();
        snapshots.forEach(snapshot -> pairs.append(pair(snapshot)).append('\n'));
        GitCommand command = offline("diff-tree", "--stdin", "--root", "--always", "-r", "-M", "--shortstat")
                .reading(pairs.toString());
        GitResult result = git.run(command);
        if (!(result instanceof GitResult.Done done)) {
            return eachExtent(snapshots, result);
        }
        Map<String, Extent> found = new HashMap<>();
        String id = "";
        for (String line : done.text().lines().toList()) {
            Matcher stat = SHORT_STAT.matcher(line.startsWith(" ") ? line : "");
            if (stat.matches()) {
                found.put(
                        id, new Extent(Integer.parseInt(stat.group(1)), number(stat.group(2)), number(stat.group(3))));
            } else {
                id = line.strip();
            }
        }
        return snapshots.stream()
                .map(snapshot -> found.getOrDefault(snapshot.id(), Extent.NONE))
                .toList();
    }

    private static String pair(Snapshot snapshot) {
        String before = snapshot.before();
        return snapshot.id() + (before == null ? "" : " " + before);
    }

    /** Something of one of them is missing: the others are counted all the same, and that one's files if they can be. */
    private List<Extent> eachExtent(List<Snapshot> snapshots, GitResult together)
            throws IOException, InterruptedException {
        if (together instanceof GitResult.Stopped stopped) {
            throw new SnapshotException(stopped.detail());
        }
        if (snapshots.size() == 1) {
            return List.of(files(snapshots.getFirst()));
        }
        int half = snapshots.size() / 2;
        List<Extent> all = new ArrayList<>(extents(snapshots.subList(0, half)));
        all.addAll(extents(snapshots.subList(half, snapshots.size())));
        return all;
    }

    private Extent files(Snapshot snapshot) throws InterruptedException {
        GitCommand command = offline("diff-tree", "--stdin", "--root", "-r", "--no-commit-id", "--name-only", "-z")
                .reading(pair(snapshot) + "\n");
        if (!(git.run(command) instanceof GitResult.Done done)) {
            return Extent.UNKNOWN;
        }
        int files = 0;
        for (byte b : done.output()) {
            files += b == 0 ? 1 : 0;
        }
        return new Extent(files, -1, -1);
    }

    private GitCommand offline(String... arguments) {
        return GitCommand.in(repository.workTree(), arguments)
                .with("GIT_NO_REPLACE_OBJECTS", "1")
                .atMost(BYTES_MAX);
    }

    /** The files that differ; where something of them is not here, without their lines. */
    List<ChangedFile> files(String from, String to) throws IOException, InterruptedException {
        GitCommand command = offline("diff-tree", "-r", "-z", "-M", "--raw", "--numstat", from, to);
        return switch (git.run(command)) {
            case GitResult.Done done -> counted(done);
            case GitResult.Failed failed ->
                uncounted(git.ask(offline("diff-tree", "-r", "-z", "--no-renames", "--name-status", from, to)));
            case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
        };
    }

    private static List<ChangedFile> uncounted(GitResult.Done done) {
        String[] parts = new String(done.output(), StandardCharsets.UTF_8).split("\0");
        List<ChangedFile> files = new ArrayList<>();
        for (int at = 0; at + 1 < parts.length; at += 2) {
            files.add(new ChangedFile(
                    parts[at + 1], null, parts[at].charAt(0), ChangedFile.UNKNOWN, ChangedFile.UNKNOWN));
        }
        return files;
    }

    private static List<ChangedFile> counted(GitResult.Done done) {
        String[] parts = new String(done.output(), StandardCharsets.UTF_8).split("\0");
        Map<String, Character> letters = new HashMap<>();
        List<ChangedFile> files = new ArrayList<>();
        for (int at = 0; at < parts.length; at++) {
            String part = parts[at];
            if (part.startsWith(":")) {
                char letter = part.charAt(part.lastIndexOf(' ') + 1);
                at += letter == 'R' || letter == 'C' ? 2 : 1;
                letters.put(parts[at], letter);
            } else if (!part.isEmpty()) {
                String[] counts = part.split("\t", 3);
                boolean isRenamed = counts[2].isEmpty();
                String path = isRenamed ? parts[at + 2] : counts[2];
                files.add(new ChangedFile(
                        path,
                        isRenamed ? parts[at + 1] : null,
                        letters.getOrDefault(path, 'M'),
                        counts[0].equals("-") ? -1 : Long.parseLong(counts[0]),
                        counts[1].equals("-") ? -1 : Long.parseLong(counts[1])));
                at += isRenamed ? 2 : 0;
            }
        }
        return files;
    }

    /** The call that writes a patch between two trees which {@code git apply} takes whole, binary files too. */
    GitCommand patch(String from, String to, List<String> paths, boolean isColoured) {
        List<String> arguments = new ArrayList<>(List.of("diff-tree", "-r", "-p", "--binary", "--full-index"));
        arguments.addAll(asWritten(isColoured));
        arguments.addAll(List.of(from, to, "--"));
        arguments.addAll(paths);
        return GitCommand.in(repository.workTree(), arguments).fetching().within(READING);
    }

    /** The options under which a patch looks the same whatever somebody has configured. */
    static List<String> asWritten(boolean isColoured) {
        return List.of(
                "--no-ext-diff",
                "--no-textconv",
                "--no-renames",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                "-U3",
                "-O/dev/null",
                "--submodule=short",
                "--ignore-submodules=dirty",
                isColoured ? "--color=always" : "--color=never");
    }

    /** Those of the files left out that the snapshot has all the same, as they were before. */
    Set<String> older(Snapshot snapshot) throws IOException, InterruptedException {
        // Names go by the input, for not every locale can say them; a line feed would end them there.
        List<String> paths = snapshot.leftOut().files().stream()
                .map(LeftOut.File::path)
                .filter(path -> path.indexOf('\n') < 0)
                .toList();
        if (paths.isEmpty()) {
            return Set.of();
        }
        StringBuilder names = new StringBuilder();
        paths.forEach(
                path -> names.append(snapshot.tree()).append(':').append(path).append('\n'));
        List<String> answers = git.ask(
                        offline("cat-file", "--batch-check=%(objecttype)").reading(names.toString()))
                .text()
                .lines()
                .toList();
        Set<String> older = new LinkedHashSet<>();
        for (int i = 0; i < Math.min(answers.size(), paths.size()); i++) {
            // A directory is none: what was left out there is a repository of its own.
            if (answers.get(i).equals("blob")) {
                older.add(paths.get(i));
            }
        }
        return older;
    }

    /** The tree that a commit is compared with where there is none. */
    String emptyTree() throws IOException, InterruptedException {
        return git.ask(GitCommand.in(repository.workTree(), "hash-object", "-t", "tree", "--stdin"))
                .text();
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
