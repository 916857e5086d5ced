package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds refs and snapshots by what people call them. Any thread; blocks. */
final class Finder {
    /** Of those that a short hash may mean, so many are told. */
    private static final int CANDIDATES_MAX = 10;
    /** A hash that is the beginning of more objects is too short to look further. */
    private static final int OBJECTS_MAX = 10_000;

    private static final String HEADS = "refs/heads/";
    private static final String PREFIX = SnapshotRef.PREFIX;
    /** What git says of a ref without a hash in it, as a power cut may leave one. */
    private static final Pattern UNREADABLE =
            Pattern.compile("^warning: ignoring broken ref " + PREFIX + "(.+)$", Pattern.MULTILINE);

    private final Git git;
    private final Repository repository;
    private final Chain chain;

    Finder(Git git, Repository repository, Chain chain) {
        this.git = git;
        this.repository = repository;
        this.chain = chain;
    }

    /** The branch that is checked out, also where it has no commit yet; else what stands in its place. */
    String currentBranch() throws IOException, InterruptedException {
        GitCommand command = GitCommand.in(repository.workTree(), "symbolic-ref", "-q", "HEAD");
        return switch (git.run(command)) {
            case GitResult.Done done
            when done.text().startsWith(HEADS) -> done.text().substring(HEADS.length());
            case GitResult.Done done -> repository.detachedName();
            case GitResult.Failed failed -> repository.detachedName();
            case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
        };
    }

    /**
     * The refs as they are.
     *
     * @param sound the newest snapshot of each branch that has one, the newest first
     * @param broken those of which not even that can be read
     */
    record Histories(List<SnapshotRef> sound, List<BrokenHistory> broken) {}

    Histories histories() throws IOException, InterruptedException {
        // The format asks for nothing that is in the commits, so that a missing one does not end git.
        GitCommand command =
                GitCommand.in(repository.workTree(), "for-each-ref", "--format=%(objectname) %(refname)", PREFIX);
        GitResult.Done done = git.ask(command);
        Map<String, String> tips = new LinkedHashMap<>();
        done.text().lines().map(line -> line.split(" ", 2)).forEach(parts -> tips.put(parts[1], parts[0]));
        Map<String, RawCommit> commits = new HashMap<>();
        List<String> ids = List.copyOf(new LinkedHashSet<>(tips.values()));
        chain.commits(ids).forEach(commit -> commits.put(commit.id(), commit));
        List<SnapshotRef> sound = new ArrayList<>();
        List<BrokenHistory> broken = new ArrayList<>();
        for (Map.Entry<String, String> ref : tips.entrySet()) {
            String branch = ref.getKey().substring(PREFIX.length());
            @Nullable RawCommit commit = commits.get(ref.getValue());
            if (commit != null) {
                sound.add(new SnapshotRef(branch, ref.getValue(), commit.committedAt()));
            } else if (!isOther(ref.getValue())) {
                broken.add(new BrokenHistory(branch, ref.getValue(), true));
            }
        }
        Matcher unreadable = UNREADABLE.matcher(done.messages());
        while (unreadable.find()) {
            broken.add(new BrokenHistory(unreadable.group(1), "", true));
        }
        sound.sort(Comparator.comparing(SnapshotRef::at).reversed());
        return new Histories(sound, broken);
    }

    /** Whether it is there and no commit, and so none of ours. */
    private boolean isOther(String id) throws InterruptedException {
        return git.run(GitCommand.in(repository.workTree(), "cat-file", "-t", id)) instanceof GitResult.Done done
                && !done.text().equals("commit");
    }

    Optional<SnapshotRef> ref(String branch) throws IOException, InterruptedException {
        return histories().sound().stream()
                .filter(ref -> ref.branch().equals(branch))
                .findFirst();
    }

    /** Those that still hold a commit. */
    List<SnapshotRef> containing(String id) throws IOException, InterruptedException {
        List<SnapshotRef> holding = new ArrayList<>();
        for (SnapshotRef ref : histories().sound()) {
            GitCommand command = GitCommand.in(repository.workTree(), "merge-base", "--is-ancestor", id, ref.tip());
            // Where a history has a hole, what is beyond it is held by nobody that can be asked.
            if (git.run(command) instanceof GitResult.Done) {
                holding.add(ref);
            }
        }
        return holding;
    }

    /** @param branch where names that are no hash are looked up */
    Snapshot find(SnapshotId id, String branch) throws IOException, InterruptedException {
        return switch (id) {
            case SnapshotId.Hash hash -> byHash(hash.digits());
            case SnapshotId.Latest latest -> {
                String tip = tip(branch);
                yield chain.back(tip, latest.back())
                        .orElseThrow(() -> new SnapshotException("branch " + branch + " has fewer than "
                                + (latest.back() + 1) + " snapshots; herald snapshots list --branch " + branch
                                + " shows them"));
            }
            case SnapshotId.At at -> {
                String tip = tip(branch);
                yield chain.at(tip, at.moment())
                        .orElseThrow(() -> new SnapshotException("branch " + branch + " has no snapshot at "
                                + at.moment() + " or before; herald snapshots list --branch " + branch
                                + " shows those that it has"));
            }
        };
    }

    private String tip(String branch) throws IOException, InterruptedException {
        Histories histories = histories();
        for (SnapshotRef ref : histories.sound()) {
            if (ref.branch().equals(branch)) {
                return ref.tip();
            }
        }
        for (BrokenHistory history : histories.broken()) {
            if (history.branch().equals(branch)) {
                throw new SnapshotException(history.told());
            }
        }
        List<SnapshotRef> others = histories.sound();
        if (others.isEmpty()) {
            throw new SnapshotException("there are no snapshots in " + repository.workTree()
                    + " yet. Turn them on: ./herald serve --watch . --auto-commit shadow");
        }
        List<String> names =
                others.stream().map(SnapshotRef::branch).limit(CANDIDATES_MAX).toList();
        throw new SnapshotException(
                "branch " + branch + " has no snapshots; give --branch with one that has: " + String.join(", ", names));
    }

    private Snapshot byHash(String digits) throws IOException, InterruptedException {
        List<Snapshot> found = chain.commits(commits(digits)).stream()
                .flatMap(commit -> commit.snapshot().stream())
                .toList();
        if (found.size() > 1) {
            throw new SnapshotException(digits + " is the beginning of " + found.size() + " snapshots ("
                    + String.join(
                            ", ",
                            found.stream()
                                    .map(snapshot -> snapshot.id().substring(0, Math.min(digits.length() + 6, 40)))
                                    .limit(CANDIDATES_MAX)
                                    .toList())
                    + "): give more of the one you mean");
        }
        if (found.isEmpty()) {
            throw new SnapshotException("no snapshot's id begins with " + digits
                    + "; herald snapshots list shows them (pruning gives those that stay new ids)");
        }
        return found.getFirst();
    }

    private List<String> commits(String digits) throws IOException, InterruptedException {
        List<String> objects = chain.startingWith(digits);
        if (objects.size() > OBJECTS_MAX) {
            throw new SnapshotException(
                    digits + " is the beginning of " + objects.size() + " objects: give more of it");
        }
        if (objects.isEmpty()) {
            return List.of();
        }
        GitCommand command = GitCommand.in(repository.workTree(), "cat-file", "--batch-check")
                .reading(String.join("\n", objects) + "\n");
        return git.ask(command)
                .text()
                .lines()
                .map(line -> line.split(" "))
                .filter(parts -> parts.length == 3 && parts[1].equals("commit"))
                .map(parts -> parts[0])
                .toList();
    }
}
