package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitReader;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one repository. Any thread; everything blocks on git. A failure that people can mend is a
 * {@link SnapshotException}; any other {@link IOException} is git's or the disk's.
 */
public final class Snapshots {
    private final Git git;
    private final Repository repository;
    private final Chain chain;
    private final Differences differences;
    private final Finder finder;
    private final Restoring restoring;
    private final Pruning pruning;

    public Snapshots(Git git, Repository repository) {
        this.git = git;
        this.repository = repository;
        this.chain = new Chain(git, repository);
        this.differences = new Differences(git, repository);
        this.finder = new Finder(git, repository, chain);
        PresentContent present = new PresentContent(git, repository, finder, chain);
        this.restoring = new Restoring(git, repository, chain, differences, present);
        this.pruning = new Pruning(git, repository, finder, chain);
    }

    /** The top directory of the files that these are snapshots of. */
    public Path workTree() {
        return repository.workTree();
    }

    /** The branch that is checked out; for none what stands in its place, {@link Repository#detachedName}. */
    public String currentBranch() throws IOException, InterruptedException {
        return finder.currentBranch();
    }

    /** The newest snapshot of each branch that has one, the newest first. */
    public List<SnapshotRef> branches() throws IOException, InterruptedException {
        return finder.histories().sound();
    }

    /** The branches whose newest snapshot cannot be read. */
    public List<BrokenHistory> broken() throws IOException, InterruptedException {
        return finder.histories().broken();
    }

    /**
     * Hands snapshots on, newest first, until there are no more or the reader wants no more. A few hundred are in memory
     * at once.
     *
     * @param refs of {@link #branches}
     * @param countMax how many the reader will want; it may take fewer
     * @return the histories in which something before what was read is missing or broken
     */
    public List<BrokenHistory> list(List<SnapshotRef> refs, int countMax, Predicate<ListedSnapshot> reader)
            throws IOException, InterruptedException {
        return new Listing(chain, differences, refs).read(reader, countMax);
    }

    /**
     * Finds one.
     *
     * @param branch where {@code latest} and times are looked up
     * @throws SnapshotException where there is none, or more than one
     */
    public Snapshot find(SnapshotId id, String branch) throws IOException, InterruptedException {
        return finder.find(id, branch);
    }

    /** The branches whose history it is in; none where it has been pruned and git still has it. */
    public List<String> branchesOf(Snapshot snapshot) throws IOException, InterruptedException {
        return finder.containing(snapshot.id()).stream()
                .map(SnapshotRef::branch)
                .toList();
    }

    /** The files that differ between what was checked out and the snapshot. */
    public List<ChangedFile> changes(Snapshot snapshot) throws IOException, InterruptedException {
        String base = snapshot.base();
        return differences.files(base == null ? differences.emptyTree() : base, snapshot.id());
    }

    /**
     * Those of the files that were left out of a snapshot which it has nevertheless, with the content of an earlier one
     * or of the commit that was checked out. The others are not in it.
     */
    public Set<String> older(Snapshot snapshot) throws IOException, InterruptedException {
        return differences.older(snapshot);
    }

    /**
     * Writes the patch from a snapshot to another one, or to the files as they are now: those that git knows, and those
     * that it neither knows nor ignores. Files that were left out of the snapshot are no news where it has none of them.
     *
     * @param other null for the files
     * @param paths from the work tree's top, or none for all
     */
    public void diff(
            Snapshot snapshot, @Nullable Snapshot other, List<String> paths, boolean isColoured, OutputStream out)
            throws IOException, InterruptedException {
        GitReader reader = output -> output.transferTo(out);
        GitResult result;
        if (other != null) {
            result = git.run(differences.patch(snapshot.id(), other.id(), paths, isColoured), reader);
        } else {
            try (ScratchIndex index = ScratchIndex.copied(git, repository)) {
                Set<String> older = differences.older(snapshot);
                List<String> absent = snapshot.leftOut().files().stream()
                        .map(LeftOut.File::path)
                        .filter(path -> !older.contains(path))
                        .toList();
                WorkTreeDifference difference = new WorkTreeDifference(git, index, Set.copyOf(absent));
                result = difference.write(snapshot.tree(), paths, isColoured, reader);
            }
        }
        out.flush();
        switch (result) {
            case GitResult.Done done -> {}
            case GitResult.Failed failed -> throw new SnapshotException("cannot compare: " + failed.reason());
            case GitResult.Stopped stopped -> throw new SnapshotException("cannot compare: " + stopped.detail());
        }
    }

    /**
     * Brings one back: to something new, or into the work tree.
     *
     * @param paths from the work tree's top, or none for all
     * @throws SnapshotException where the target is there already, or cannot be made; where something in the work tree
     *     would be lost, which then is as it was
     */
    public Restored restore(Snapshot snapshot, RestoreTarget target, List<String> paths)
            throws IOException, InterruptedException {
        return restoring.restore(snapshot, target, paths);
    }

    /** Writes the patch from what was checked out to the snapshot, as {@code git apply} takes it. */
    public void patch(Snapshot snapshot, List<String> paths, OutputStream out)
            throws IOException, InterruptedException {
        restoring.writePatch(snapshot, paths, out);
    }

    /**
     * Forgets old ones of these branches.
     *
     * @param isTrial whether only to tell what would go
     * @return one for each branch
     * @throws SnapshotException where another process kept moving the ref; nothing is lost then
     */
    public List<Pruned> prune(List<String> branches, PruneRules rules, boolean isTrial)
            throws IOException, InterruptedException {
        List<Pruned> pruned = new ArrayList<>();
        for (String branch : branches) {
            pruned.add(pruning.prune(branch, rules, isTrial));
        }
        return pruned;
    }
}
