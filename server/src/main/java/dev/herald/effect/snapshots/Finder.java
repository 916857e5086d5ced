package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds refs and snapshots by what people call them. Any thread; blocks. */
final class Finder {
    /** Of those that a short hash may mean, so many are told. */
    private static final int CANDIDATES_MAX = 10;
    /** A hash that is the beginning of more objects is too short to look further. */
    private static final int OBJECTS_MAX = 10_000;

    private static final String HEADS = "refs/heads/";

    private final Git git;
    private final Repository repository;
    private final Chain chain;

    Finder(Git git, Repository repository, Chain chain) {
        this.git = git;
        this.repository = repository;
        this.chain = chain;
    }

    /** The branch that is checked out, also where it has no commit yet. */
    String currentBranch() throws IOException, InterruptedException {
        GitCommand command = GitCommand.in(repository.workTree(), "symbolic-ref", "-q", "HEAD");
        return switch (git.run(command)) {
            case GitResult.Done done
            when done.text().startsWith(HEADS) -> done.text().substring(HEADS.length());
            case GitResult.Done done -> SnapshotRef.DETACHED;
            case GitResult.Failed failed -> SnapshotRef.DETACHED;
            case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
        };
    }

    /** The newest snapshot of each branch that has one, the newest first. */
    List<SnapshotRef> refs() throws IOException, InterruptedException {
        return refs("--sort=-committerdate", SnapshotRef.PREFIX);
    }

    Optional<SnapshotRef> ref(String branch) throws IOException, InterruptedException {
        String name = SnapshotRef.name(branch);
        return refs(name).stream().filter(ref -> ref.branch().equals(branch)).findFirst();
    }

    /** Those that still hold a commit. */
    List<SnapshotRef> containing(String id) throws IOException, InterruptedException {
        return refs("--contains", id, SnapshotRef.PREFIX);
    }

    private List<SnapshotRef> refs(String... which) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("for-each-ref", "--format=%(objectname) %(committerdate:unix) %(refname)"));
        arguments.addAll(List.of(which));
        List<SnapshotRef> refs = new ArrayList<>();
        for (String line : git.ask(GitCommand.in(repository.workTree(), arguments))
                .text()
                .lines()
                .toList()) {
            String[] parts = line.split(" ", 3);
            // Without a date it is no commit, and so none of ours.
            if (!parts[1].isEmpty()) {
                refs.add(new SnapshotRef(
                        parts[2].substring(SnapshotRef.PREFIX.length()),
                        parts[0],
                        Instant.ofEpochSecond(Long.parseLong(parts[1]))));
            }
        }
        return refs;
    }

    /** @param branch where names that are no hash are looked up */
    Snapshot find(SnapshotId id, String branch) throws IOException, InterruptedException {
        return switch (id) {
            case SnapshotId.Hash hash -> byHash(hash.digits());
            case SnapshotId.Latest latest -> {
                String tip = tip(branch);
                yield chain.first(tip, "--skip=" + latest.back())
                        .orElseThrow(() -> new SnapshotException("branch " + branch + " has fewer than "
                                + (latest.back() + 1) + " snapshots; herald snapshots list --branch " + branch
                                + " shows them"));
            }
            case SnapshotId.At at -> {
                String tip = tip(branch);
                yield chain.first(tip, "--until=" + at.moment().getEpochSecond())
                        .orElseThrow(() -> new SnapshotException("branch " + branch + " has no snapshot at "
                                + at.moment() + " or before; herald snapshots list --branch " + branch
                                + " shows those that it has"));
            }
        };
    }

    private String tip(String branch) throws IOException, InterruptedException {
        Optional<SnapshotRef> ref = ref(branch);
        return ref.isPresent() ? ref.get().tip() : none(branch);
    }

    private String none(String branch) throws IOException, InterruptedException {
        List<SnapshotRef> others = refs();
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
