package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Of each snapshot to what it is listed against, in order, with one call of git. */
    List<Extent> extents(List<Snapshot> snapshots) throws IOException, InterruptedException {
        if (snapshots.isEmpty()) {
            return List.of();
        }
        StringBuilder pairs = new StringBuilder();
        for (Snapshot snapshot : snapshots) {
            String before = snapshot.before();
            pairs.append(snapshot.id())
                    .append(before == null ? "" : " " + before)
                    .append('\n');
        }
        GitCommand command = GitCommand.in(
                        repository.workTree(), "diff-tree", "--stdin", "--root", "--always", "-r", "-M", "--shortstat")
                .with("GIT_NO_REPLACE_OBJECTS", "1")
                .reading(pairs.toString())
                .atMost(BYTES_MAX);
        Map<String, Extent> found = new HashMap<>();
        String id = "";
        for (String line : git.ask(command).text().lines().toList()) {
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

    /** The files that differ. */
    List<ChangedFile> files(String from, String to) throws IOException, InterruptedException {
        GitCommand command = GitCommand.in(
                        repository.workTree(), "diff-tree", "-r", "-z", "-M", "--raw", "--numstat", from, to)
                .atMost(BYTES_MAX);
        String[] parts = new String(git.ask(command).output(), StandardCharsets.UTF_8).split("\0");
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
        return GitCommand.in(repository.workTree(), arguments).within(READING);
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

    /** The tree that a commit is compared with where there is none. */
    String emptyTree() throws IOException, InterruptedException {
        return git.ask(GitCommand.in(repository.workTree(), "hash-object", "-t", "tree", "--stdin"))
                .text();
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
