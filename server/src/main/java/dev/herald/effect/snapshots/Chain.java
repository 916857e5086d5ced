package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads commits: many with two calls of git. Where one cannot be read, what comes before it in the list is answered all
 * the same, with its hash. Any thread; blocks.
 */
final class Chain {
    /** Bytes of the commits of one read. */
    private static final long BYTES_MAX = 512L << 20;
    /** So many snapshots are looked through where git cannot do it: a history with a hole in it. */
    private static final int LOOKED_MAX = 100_000;

    private final Git git;
    private final Repository repository;

    Chain(Git git, Repository repository) {
        this.git = git;
        this.repository = repository;
    }

    /** A commit's snapshot beside what it was read from. */
    record Link(RawCommit commit, Snapshot snapshot) {}

    /**
     * Snapshots that follow each other, the newest first.
     *
     * @param brokenAt the commit that should come next and cannot be read; null where the history goes on or ends
     */
    record Stretch(List<Link> links, @Nullable String brokenAt) {
        Stretch {
            links = List.copyOf(links);
        }
    }

    /**
     * A ref's history, newest first, from a commit on, that one included; it ends before the first commit that is no
     * snapshot.
     *
     * @param countMax at most so many
     */
    Stretch from(String id, int countMax) throws IOException, InterruptedException {
        List<Link> links = new ArrayList<>();
        return switch (git.run(ids(id, "--max-count=" + countMax))) {
            case GitResult.Done done ->
                read(done.text().lines().toList(), links).orElseGet(() -> whole(links));
            // What git wrote before it met what it cannot read is sound; from there on it is read commit by commit.
            case GitResult.Failed(int status, byte[] output, String messages) -> {
                String text = new String(output, StandardCharsets.US_ASCII);
                Optional<Stretch> end = read(text.lines().toList(), links);
                @Nullable
                String next = links.isEmpty() ? id : links.getLast().snapshot().before();
                while (end.isEmpty() && next != null && links.size() < countMax) {
                    end = read(List.of(next), links);
                    next = links.isEmpty() ? null : links.getLast().snapshot().before();
                }
                yield end.orElseGet(() -> whole(links));
            }
            case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
        };
    }

    private static Stretch whole(List<Link> links) {
        return new Stretch(links, null);
    }

    /** Adds these, up to the first that cannot be read or is no snapshot: then that is the end. */
    private Optional<Stretch> read(List<String> ids, List<Link> links) throws IOException, InterruptedException {
        Map<String, RawCommit> read = new HashMap<>();
        commits(ids).forEach(commit -> read.put(commit.id(), commit));
        for (String id : ids) {
            @Nullable RawCommit commit = read.get(id);
            if (commit == null) {
                return Optional.of(new Stretch(links, id));
            }
            Optional<Snapshot> snapshot = commit.snapshot();
            if (snapshot.isEmpty()) {
                return Optional.of(whole(links));
            }
            links.add(new Link(commit, snapshot.get()));
        }
        return Optional.empty();
    }

    /** The snapshot so many before a commit; empty where there are fewer, as far as they can be read. */
    Optional<Snapshot> back(String id, int back) throws IOException, InterruptedException {
        GitResult result = git.run(ids(id, "--skip=" + back, "--max-count=1"));
        if (result instanceof GitResult.Done done) {
            return first(done);
        }
        List<Link> links = from(id, Math.min(back, LOOKED_MAX) + 1).links();
        return links.size() > back ? Optional.of(links.get(back).snapshot()) : Optional.empty();
    }

    /** The newest snapshot from a commit on that was taken at a moment or before. */
    Optional<Snapshot> at(String id, Instant moment) throws IOException, InterruptedException {
        GitResult result = git.run(ids(id, "--until=" + moment.getEpochSecond(), "--max-count=1"));
        if (result instanceof GitResult.Done done) {
            return first(done);
        }
        return from(id, LOOKED_MAX).links().stream()
                .map(Link::snapshot)
                .filter(snapshot -> !snapshot.at().isAfter(moment))
                .findFirst();
    }

    private Optional<Snapshot> first(GitResult.Done done) throws IOException, InterruptedException {
        List<RawCommit> found = commits(done.text().lines().toList());
        return found.isEmpty() ? Optional.empty() : found.getFirst().snapshot();
    }

    /** Commits by their whole hashes; what is there but is no commit, is not there, or is broken, is left out. */
    List<RawCommit> commits(List<String> ids) throws IOException, InterruptedException {
        if (ids.isEmpty()) {
            return List.of();
        }
        GitCommand command = command("cat-file", "--batch")
                .reading(String.join("\n", ids) + "\n")
                .atMost(BYTES_MAX);
        return switch (git.run(command)) {
            case GitResult.Done done -> parse(done.output());
            case GitResult.Failed failed when ids.size() == 1 -> List.of();
            // One of them is broken in a way that ends git: the others are asked for by themselves.
            case GitResult.Failed failed -> {
                int half = ids.size() / 2;
                List<RawCommit> all = new ArrayList<>(commits(ids.subList(0, half)));
                all.addAll(commits(ids.subList(half, ids.size())));
                yield all;
            }
            case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
        };
    }

    private static List<RawCommit> parse(byte[] output) throws IOException {
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

    private GitCommand ids(String id, String... options) {
        List<String> arguments = new ArrayList<>(List.of("rev-list", "--first-parent"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(id, "--"));
        return command(arguments.toArray(String[]::new)).atMost(BYTES_MAX);
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
