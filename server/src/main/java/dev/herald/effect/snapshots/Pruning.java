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
 * auto-commit did meanwhile stands, and pruning begins anew from there.
 *
 * <p>Git may tidy the repository up at the same time, and would remove commits that nothing refers to yet: so the pack
 * that has them is marked to be kept ({@code .keep}) from before it can be seen until the ref has moved. Killed at any
 * moment it has moved the ref or has not; the mark that is left then is removed by the next pruning, and git clears away
 * what was written in vain. Any thread; blocks.
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
    private final Runnable beforeMove;

    Pruning(Git git, Repository repository, Finder finder, Chain chain) {
        this(git, repository, finder, chain, () -> {});
    }

    /** @param beforeMove runs when all is written and the ref has not moved */
    Pruning(Git git, Repository repository, Finder finder, Chain chain, Runnable beforeMove) {
        this.beforeMove = beforeMove;
        this.git = git;
        this.repository = repository;
        this.finder = finder;
        this.chain = chain;
    }

    /** @param isTrial whether only to tell what would go */
    Pruned prune(String branch, PruneRules rules, boolean isTrial) throws IOException, InterruptedException {
        if (!isTrial) {
            KeptPack.clear(repository);
        }
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
            switch (replace(branch, tip, links.subList(0, kept), pruned.removed())) {
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

    private GitResult replace(String branch, String tip, List<Chain.Link> kept, int removed)
            throws IOException, InterruptedException {
        CommitPack pack = new CommitPack(
                git.ask(command("rev-parse", "--show-object-format")).text());
        String rewritten = rewritten(kept, pack);
        try (KeptPack _ = KeptPack.of(git, repository, pack)) {
            beforeMove.run();
            String ref = SnapshotRef.name(branch);
            String why = "herald: pruned " + removed + " snapshots";
            return new Refs(git, repository.workTree())
                    .move(command("update-ref", "-m", why, ref, rewritten, tip), ref, rewritten);
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
    private static String rewritten(List<Chain.Link> links, CommitPack pack) throws IOException {
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
        return before;
    }

    private GitCommand command(String... arguments) {
        return GitCommand.in(repository.workTree(), arguments);
    }
}
