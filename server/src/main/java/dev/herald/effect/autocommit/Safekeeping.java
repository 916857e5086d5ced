package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Refs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for it that what a ref has is there. Git removes objects that nothing refers to, and decides on that some time
 * before it does it: a commit that comes about in between may lose what it is made of. So nothing is committed while git
 * tidies up; after a ref has moved all of it is looked for, and what has gone is put back from the copies; and where
 * another cause has broken a snapshot, history goes on from the last whole one. One thread.
 */
final class Safekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Safekeeping.class);
    /** Snapshots that are looked at to find a whole one. */
    private static final int BACK_MAX = 100;

    /** What mode branch commits on. */
    static final String HEAD = "HEAD";

    private static final int SHORT_LENGTH = 12;
    private static final String TREE_MODE = "040000";
    private static final String MODULE_MODE = "160000";

    private final Workshop workshop;
    private final Git git;
    private final OwnObjects own;
    private final Housekeeping housekeeping;
    private final Refs refs;
    private final Set<String> examined = new HashSet<>();
    private final Map<String, Standing> broken = new HashMap<>();
    /** The snapshot before one that was made here: what is gone cannot be asked for its parent. */
    private final Map<String, String> before = new HashMap<>();

    /** A commit of the branch that was found broken; empty for none. */
    private String brokenHead = "";

    private List<String> owed = List.of();
    private @Nullable Trouble concern;
    private boolean isConcernOld;

    Safekeeping(Workshop workshop) {
        this.workshop = workshop;
        this.git = workshop.git();
        this.own = workshop.objects();
        this.housekeeping =
                new Housekeeping(workshop.repository(), workshop.settings().pace(), workshop.clock());
        this.refs = new Refs(git, workshop.repository().workTree());
    }

    /**
     * How a ref stands.
     *
     * @param hash the commit that it has, empty for none
     * @param sound the newest of its snapshots that is whole
     */
    record Standing(String hash, Tip sound) {}

    /** Whether something is still to be looked at, though nothing changes. */
    boolean isOwed() {
        return !owed.isEmpty();
    }

    /** What people should know of. Until a commit after the one that went on from it. */
    Optional<Trouble> concern() {
        return Optional.ofNullable(concern);
    }

    /** Before a run: waits until git does not tidy up, and looks once more at what could not be answered for. */
    void begin() throws IOException, InterruptedException {
        housekeeping.await();
        if (isOwed()) {
            List<String> left = owed;
            owed = List.of();
            if (!areThere(left)) {
                examined.clear();
            }
        }
    }

    /** From here on it is not believed that what is there is whole. */
    void doubt() {
        examined.clear();
    }

    boolean isDoubted(String ref) {
        return !examined.contains(ref);
    }

    /** Empties the place for the objects of a run: the last one's are known to be there. */
    void clear() throws IOException {
        own.begin();
    }

    /** How a ref stands that was read as {@code tip}; null where it must be examined first. */
    @Nullable
    Standing standing(String ref, Tip tip) throws IOException, InterruptedException {
        Standing known = broken.get(ref);
        if (known != null && (tip.isNone() || tip.hash().equals(known.hash()))) {
            return known;
        }
        broken.remove(ref);
        if (tip.isNone() && refs.read(ref).isPresent()) {
            examined.remove(ref);
            return null;
        }
        return new Standing(tip.hash(), tip);
    }

    /** Looks whether a ref's commit is whole, puts back what there are copies of, or finds the last whole one. */
    void examine(String ref) throws IOException, InterruptedException {
        broken.remove(ref);
        Optional<String> at = refs.read(ref);
        if (at.isEmpty() || isWhole(tip(at.get()))) {
            examined.add(ref);
            return;
        }
        own.restoreAll();
        Tip tip = tip(at.get());
        if (isWhole(tip)) {
            examined.add(ref);
            LOG.warn("Objects of {} had been removed while it was made, and are put back", ref);
            return;
        }
        examined.add(ref);
        Tip sound = wholeBefore(at.get(), tip);
        broken.put(ref, new Standing(at.get(), sound));
        String from = sound.isNone() ? "HEAD" : sound.hash().substring(0, SHORT_LENGTH);
        raise(new Trouble(
                Reason.SNAPSHOT_BROKEN,
                "The newest snapshot on " + new TreePath(ref).shown() + ", "
                        + at.get().substring(0, SHORT_LENGTH)
                        + ", is broken, objects of it are missing: snapshots go on from " + from
                        + ". Run git fsck to see what is missing."));
    }

    /**
     * Looks whether the commit that is checked out is whole, and puts back what there are copies of. It is the user's:
     * what is broken is told, and looked at again with each run until it is whole or gone from the branch.
     */
    void examineHead() throws IOException, InterruptedException {
        examined.add(HEAD);
        Optional<Trouble> found = brokenHead();
        if (found.isPresent()) {
            examined.remove(HEAD);
            raise(found.get());
        } else if (concern != null && concern.reason() == Reason.HEAD_BROKEN) {
            LOG.info(
                    "{}: the commit that is checked out is whole again",
                    workshop.repository().workTree());
            concern = null;
        }
    }

    /** Why git failed, where the commit that is checked out is the reason; else the failure itself. */
    IOException explained(IOException failure) throws InterruptedException {
        if (Trouble.of(failure).reason() != Reason.GIT_FAILED) {
            return failure;
        }
        try {
            Optional<Trouble> found = brokenHead();
            return found.isPresent() ? found.get() : failure;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private Optional<Trouble> brokenHead() throws IOException, InterruptedException {
        String at = refs.read(HEAD).orElse("");
        if (!brokenHead.isEmpty() && !at.equals(brokenHead) && isOnBranch(brokenHead) && !isWhole(tip(brokenHead))) {
            at = brokenHead;
        } else if (at.isEmpty() || isWhole(tip(at))) {
            brokenHead = "";
            return Optional.empty();
        } else {
            own.restoreAll();
            if (isWhole(tip(at))) {
                LOG.warn("Objects of HEAD had been removed while it was made, and are put back");
                return Optional.empty();
            }
            brokenHead = at;
        }
        return Optional.of(new Trouble(
                Reason.HEAD_BROKEN,
                "The commit " + at.substring(0, SHORT_LENGTH) + " of the branch that is checked out is broken,"
                        + " objects of it are missing or damaged: run git fsck to see which, and bring them back from"
                        + " a clone or a backup."));
    }

    private boolean isOnBranch(String commit) throws InterruptedException {
        return git.run(GitCommand.in(workshop.repository().workTree(), "merge-base", "--is-ancestor", commit, HEAD))
                instanceof GitResult.Done;
    }

    private void raise(Trouble trouble) {
        if (concern == null || !String.valueOf(trouble.getMessage()).equals(concern.getMessage())) {
            LOG.warn("{}: {}", workshop.repository().workTree(), trouble.getMessage());
        }
        concern = trouble;
        isConcernOld = false;
    }

    private Tip wholeBefore(String hash, Tip tip) throws IOException, InterruptedException {
        String at = parent(hash, tip);
        for (int i = 0; i < BACK_MAX && !at.isEmpty(); i++) {
            Tip one = tip(at);
            if (!one.isNone() && one.base().isEmpty()) {
                return Tip.NONE; // the first base: no snapshot any more
            }
            if (isWhole(one)) {
                return one;
            }
            at = parent(at, one);
        }
        return Tip.NONE;
    }

    private String parent(String hash, Tip tip) {
        return tip.isNone() ? before.getOrDefault(hash, "") : tip.parent();
    }

    private Tip tip(String hash) throws IOException, InterruptedException {
        return Tip.of(git, workshop.repository().workTree(), List.of(hash)).getFirst();
    }

    private boolean isWhole(Tip tip) throws IOException, InterruptedException {
        if (tip.isNone()) {
            return false;
        }
        Tip base = tip.base().isEmpty() || tip.base().equals(Tip.NO_BASE) ? Tip.NONE : tip(tip.base());
        try {
            String from = base.isNone() ? tip.parent() : base.tree();
            return missing(objects(from, tip.tree())).isEmpty();
        } catch (IOException e) {
            if (!Trouble.isOfObjects(e)) {
                throw e; // git could not look: that says nothing of the repository
            }
            return false; // a tree is missing, or what it is compared with
        }
    }

    /**
     * Puts what a tree has and another has not into the repository.
     *
     * @param from empty for nothing
     * @return the hashes, to be looked for later
     */
    List<String> bring(String from, String tree) throws IOException, InterruptedException {
        List<String> hashes = objects(from, tree);
        own.bring(hashes);
        return hashes;
    }

    /** The same for a commit. */
    void bring(String commit) throws IOException {
        own.bring(List.of(commit));
    }

    /** Before a ref moves: puts back what has gone already. Whether all is there. */
    boolean isComplete(String commit, List<String> hashes) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(hashes);
        all.add(commit);
        return areThere(all);
    }

    /**
     * After a ref has moved: whether all is there, now that git does not tidy up any more. Where that takes too long, it
     * is looked at once more with the next run.
     *
     * @param last the commit that the ref had before
     */
    boolean confirm(String commit, String last, List<String> hashes) throws IOException, InterruptedException {
        boolean isQuiet = housekeeping.ends();
        List<String> all = new ArrayList<>(hashes);
        all.add(commit);
        if (!areThere(all)) {
            return false;
        }
        before.clear();
        before.put(commit, last);
        owed = isQuiet ? List.of() : all;
        if (isConcernOld) {
            concern = null;
        }
        isConcernOld = true;
        return true;
    }

    private boolean areThere(List<String> hashes) throws IOException, InterruptedException {
        // What has just been brought lies there by itself, and costs no call of git.
        List<String> missing =
                missing(hashes.stream().filter(hash -> !own.isThere(hash)).toList());
        if (missing.isEmpty()) {
            return true;
        }
        own.restore(missing);
        boolean isMended = missing(missing).isEmpty();
        LOG.warn(
                "{}: {} objects of an auto-commit had been removed while it was made; {}",
                workshop.repository().workTree(),
                missing.size(),
                isMended ? "they are put back" : "not all of them could be put back");
        return isMended;
    }

    /** What has to be there for a tree beyond what another has: files before the directories that have them. */
    private List<String> objects(String from, String tree) throws IOException, InterruptedException {
        own.prepare(); // without the directory git takes the repository for none
        PrivateIndex index = workshop.index("index");
        String start = from.isEmpty() ? git.ask(index.command("mktree")).text() : from;
        byte[] differences = git.ask(index.command("diff-tree", "-r", "-t", "-z", "--no-renames", start, tree))
                .output();
        List<String> files = new ArrayList<>();
        List<String> directories = new ArrayList<>(List.of(tree));
        String[] parts = new String(differences, StandardCharsets.ISO_8859_1).split("\0");
        for (int i = 0; i + 1 < parts.length; i += 2) {
            String[] line = parts[i].split(" ");
            if (!line[4].equals("D") && !line[1].equals(MODULE_MODE)) {
                (line[1].equals(TREE_MODE) ? directories : files).add(line[3]);
            }
        }
        files.addAll(directories.reversed());
        return files;
    }

    /** Which of these are not in the repository itself. */
    private List<String> missing(List<String> hashes) throws IOException, InterruptedException {
        if (hashes.isEmpty()) {
            return List.of();
        }
        GitCommand command = GitCommand.in(workshop.repository().workTree(), "cat-file", "--batch-check")
                .reading(String.join("\n", hashes) + "\n");
        GitResult.Done done = git.ask(command);
        return done.text()
                .lines()
                .filter(line -> line.endsWith(" missing"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toList());
    }

    /** What a killed process has not answered for any more. Before the first run. */
    void recover() throws IOException, InterruptedException {
        if (!housekeeping.ends()) {
            return; // the first run will find it
        }
        if (workshop.settings().mode() == AutoCommitMode.BRANCH) {
            examineHead();
        } else {
            examine(ref());
        }
        own.clear();
    }

    private String ref() throws InterruptedException {
        GitCommand command = GitCommand.in(workshop.repository().workTree(), "symbolic-ref", "-q", "HEAD");
        String branch = git.run(command) instanceof GitResult.Done done
                ? new String(done.output(), StandardCharsets.ISO_8859_1).strip()
                : workshop.repository().detachedName();
        return ShadowRefs.PREFIX + branch.replaceFirst("^refs/heads/", "");
    }
}
