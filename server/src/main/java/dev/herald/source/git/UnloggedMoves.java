package dev.herald.source.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Says what moved HEAD where no log says it, by what HEAD stands on before and after. Runs on the watch's thread; blocks.
 */
final class UnloggedMoves {
    private final WorkTree tree;
    private String branch;

    UnloggedMoves(WorkTree tree) throws IOException, InterruptedException {
        this.tree = tree;
        this.branch = tree.headBranch();
    }

    /**
     * The story of a move since the last time; empty where it is a commit, or a branch has another name, or is without a
     * commit: then git changed no file.
     *
     * @param from the hash that HEAD had
     * @param to the hash that it has; both are empty for none
     */
    Optional<Story> story(String from, String to) throws IOException, InterruptedException {
        String before = branch;
        branch = tree.headBranch();
        if (to.isEmpty() && !from.isEmpty() && !branch.equals(before)) {
            return Optional.of(orphan(before, from));
        }
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        boolean isStanding = from.equals(to);
        if (!branch.equals(before)) {
            boolean isRenamed =
                    isStanding && !before.isEmpty() && tree.resolve(before).isEmpty();
            return isRenamed ? Optional.empty() : Optional.of(checkout(before, from, to));
        }
        if (isStanding) {
            return Optional.empty();
        }
        boolean isNext = tree.resolve(to + "^1").filter(from::equals).isPresent();
        if (isNext && tree.resolve(to + "^2").isPresent()) {
            return Optional.of(Story.of(Operation.MERGE, from, to));
        }
        // A commit that somebody else has, too, was not made here just now: it was gone forward to.
        if (isNext && tree.branchesWith(to).stream().allMatch(branch::equals)) {
            return Optional.empty();
        }
        return Optional.of(branch.isEmpty() ? checkout(before, from, to) : Story.of(Operation.UPDATE, from, to));
    }

    /**
     * The story of HEAD having come to a branch without a commit, which no log tells: {@code git switch --orphan} removes
     * all files.
     *
     * @param from the hash that HEAD had
     */
    Optional<Story> orphan(String from) throws IOException, InterruptedException {
        if (from.isEmpty() || tree.resolve("HEAD").isPresent()) {
            return Optional.empty();
        }
        branch = tree.headBranch();
        return Optional.of(orphan("", from));
    }

    private Story orphan(String before, String from) {
        return checkout(before, from, "0".repeat(from.length()));
    }

    private Story checkout(String before, String from, String to) {
        return new Story(Operation.CHECKOUT, name(before, from), name(branch, to), from, to, List.of(from, to));
    }

    private static String name(String branch, String hash) {
        return Branches.isLocal(branch) ? Branches.shortName(branch) : hash;
    }
}
