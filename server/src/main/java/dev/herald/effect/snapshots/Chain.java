package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads commits: many with two calls of git. Any thread; blocks. */
final class Chain {
    /** Bytes of the commits of one read. */
    private static final long BYTES_MAX = 512L << 20;

    private final Git git;
    private final Repository repository;

    Chain(Git git, Repository repository) {
        this.git = git;
        this.repository = repository;
    }

    /** A commit's snapshot beside what it was read from. */
    record Link(RawCommit commit, Snapshot snapshot) {}

    /**
     * A ref's history, newest first, from a commit on, that one included; it ends before the first commit that is no
     * snapshot.
     *
     * @param countMax at most so many
     */
    List<Link> from(String id, int countMax) throws IOException, InterruptedException {
        List<Link> links = new ArrayList<>();
        for (RawCommit commit : commits(ids(id, "--max-count=" + countMax))) {
            Optional<Snapshot> snapshot = commit.snapshot();
            if (snapshot.isEmpty()) {
                break;
            }
            links.add(new Link(commit, snapshot.get()));
        }
        return links;
    }

    /** The first of the first parents that a filter of {@code git rev-list} lets through; empty for no snapshot. */
    Optional<Snapshot> first(String id, String filter) throws IOException, InterruptedException {
        List<RawCommit> found = commits(ids(id, filter, "--max-count=1"));
        return found.isEmpty() ? Optional.empty() : found.getFirst().snapshot();
    }

    /** Commits by their whole hashes; what is there but is no commit, or is not there, is left out. */
    List<RawCommit> commits(List<String> ids) throws IOException, InterruptedException {
        if (ids.isEmpty()) {
            return List.of();
        }
        byte[] output = git.ask(command("cat-file", "--batch")
                        .reading(String.join("\n", ids) + "\n")
                        .atMost(BYTES_MAX))
                .output();
        List<RawCommit> commits = new ArrayList<>();
        int at = 0;
        while (at < output.length) {
            int end = at;
            while (output[end] != '\n') {
                end++;
            }
            String[] head = new String(output, at, end - at, StandardCharsets.US_ASCII).split(" ");
            at = end + 1;
            if (head.length != 3) {
                continue;
            }
            int size = Integer.parseInt(head[2]);
            if (head[1].equals("commit")) {
                commits.add(RawCommit.parse(head[0], Arrays.copyOfRange(output, at, at + size)));
            }
            at += size + 1;
        }
        return commits;
    }

    private List<String> ids(String id, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("rev-list", "--first-parent"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(id, "--"));
        GitCommand command = command(arguments.toArray(String[]::new)).atMost(BYTES_MAX);
        return git.ask(command).text().lines().toList();
    }

    /** Commits are what they are, whatever {@code git replace} shows in their place. */
    private GitCommand command(String... arguments) {
        return GitCommand.in(repository.workTree(), arguments).with("GIT_NO_REPLACE_OBJECTS", "1");
    }

    /** The objects whose hashes begin so. */
    List<String> startingWith(String digits) throws IOException, InterruptedException {
        return switch (git.run(command("rev-parse", "--disambiguate=" + digits))) {
            case GitResult.Done done -> done.text().lines().toList();
            case GitResult.Failed failed -> List.of();
            case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
        };
    }
}
