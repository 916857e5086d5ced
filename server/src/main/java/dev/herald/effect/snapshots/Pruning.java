package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Refs;
import dev.herald.git.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forgets a branch's oldest snapshots. The oldest that stays loses the one before it, so it and all after it are written
 * anew: the same in all but their parents and signatures. Then the ref is moved, if it still is where it was; what an
 * auto-commit did meanwhile stands, and pruning begins anew from there. Killed at any moment it has moved the ref or has
 * not; what it wrote in vain git clears away. Any thread; blocks.
 */
final class Pruning {
    /** So often a ref may move while this works. */
    private static final int ATTEMPTS_MAX = 5;
    /** What a branch has beyond that is kept until newer ones are pruned: memory has to hold what is rewritten. */
    static final int SNAPSHOTS_MAX = 500_000;

    private final Git git;
    private final Repository repository;
    private final Finder finder;
    private final Chain chain;

    Pruning(Git git, Repository repository, Finder finder, Chain chain) {
        this.git = git;
        this.repository = repository;
        this.finder = finder;
        this.chain = chain;
    }

    /** @param isTrial whether only to tell what would go */
    Pruned prune(String branch, PruneRules rules, boolean isTrial) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Optional<SnapshotRef> ref = finder.ref(branch);
            if (ref.isEmpty()) {
                refuseBroken(branch);
                return new Pruned(branch, 0, 0);
            }
            String tip = ref.get().tip();
            List<Chain.Link> links = chain.from(tip, SNAPSHOTS_MAX).links();
            int kept = rules.kept(links);
            Pruned pruned = new Pruned(branch, links.size() - kept, kept);
            if (pruned.removed() == 0 || isTrial) {
                return pruned;
            }
            String rewritten = rewritten(links.subList(0, kept));
            GitCommand move = command(
                    "update-ref",
                    "-m",
                    "herald: pruned " + pruned.removed() + " snapshots",
                    SnapshotRef.name(branch),
                    rewritten,
                    tip);
            switch (new Refs(git, repository.workTree()).move(move, SnapshotRef.name(branch), rewritten)) {
                case GitResult.Done done -> {
                    return pruned;
                }
                case GitResult.Failed failed -> {
                    if (attempt < ATTEMPTS_MAX) {
                        continue;
                    }
                    throw new SnapshotException("the snapshots of branch " + branch + " could not be pruned in "
                            + attempt + " attempts, for others move them: " + failed.reason()
                            + ". Nothing is lost; try again");
                }
                case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
            }
        }
    }

    /** What cannot be read is not moved: it may come back. */
    private void refuseBroken(String branch) throws IOException, InterruptedException {
        for (BrokenHistory broken : finder.histories().broken()) {
            if (broken.branch().equals(branch)) {
                throw new SnapshotException(broken.told());
            }
        }
    }

    /** Writes a chain anew, so that it ends with its last link; the hash of its first. */
    private String rewritten(List<Chain.Link> links) throws IOException, InterruptedException {
        CommitPack pack = new CommitPack(
                git.ask(command("rev-parse", "--show-object-format")).text());
        String before = "";
        for (Chain.Link link : links.reversed()) {
            List<String> parents = new ArrayList<>();
            if (!before.isEmpty()) {
                parents.add(before);
            }
            String base = link.snapshot().base();
            if (base != null) {
                parents.add(base);
            }
            before = pack.add(link.commit().withParents(parents));
        }
        git.ask(command("index-pack", "--stdin", "--strict").reading(pack.bytes()));
        return before;
    }

    private GitCommand command(String... arguments) {
        return GitCommand.in(repository.workTree(), arguments);
    }
}
