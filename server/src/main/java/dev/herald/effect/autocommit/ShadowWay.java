package dev.herald.effect.autocommit;

import dev.herald.event.Position;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots on {@code refs/herald/<branch>}: HEAD, index, work tree and branches stay as they are, and no hook runs. It
 * never refuses for what is in progress: that is when one wants to have a copy. One thread at a time.
 */
final class ShadowWay implements Prepared.Way {
    /** How often it begins again because HEAD moved under it. */
    private static final int TRIES = 3;
    /** So many unsaved files are read again rather than remembered. */
    private static final int FEW = 8;

    private final Workshop workshop;
    private final Git git;
    private final Selection selection;
    private final Earlier earlier;
    private final PrivateIndex index;
    private final Safekeeping keeping;
    private final SlowFilters filters;
    private final MarkedFiles marked;
    private String earlierRef = "";

    ShadowWay(Workshop workshop) {
        this.workshop = workshop;
        this.git = workshop.git();
        this.selection = Selection.ofRepository(workshop.repository(), workshop.settings());
        this.earlier = new Earlier(workshop.repository().workTree());
        this.index = workshop.index("index");
        this.keeping = new Safekeeping(workshop);
        this.marked = new MarkedFiles(workshop);
        this.filters = new SlowFilters(workshop.settings().pace(), workshop.clock());
    }

    @Override
    public Optional<Trouble> concern() {
        return keeping.concern().or(filters::concern);
    }

    @Override
    public boolean isOwed() {
        return keeping.isOwed() || filters.isOwed();
    }

    @Override
    public Prepared prepare(Trigger trigger) throws IOException, InterruptedException {
        keeping.begin();
        filters.begin();
        if (trigger == Trigger.SCHEDULE) {
            keeping.doubt();
        }
        for (int i = 1; ; i++) {
            try {
                Prepared prepared = look();
                if (prepared != null) {
                    return prepared;
                }
            } catch (IOException e) {
                // What was saved before may be gone: somebody removed the snapshots, or objects of them.
                if (i >= TRIES || Trouble.of(e).reason() != Reason.GIT_FAILED) {
                    throw keeping.explained(e);
                }
                keeping.doubt();
                earlier.forget();
            }
            if (i >= TRIES) {
                throw new Trouble(Reason.HEAD_MOVED);
            }
        }
    }

    /** Null where HEAD moved meanwhile. */
    private @Nullable Prepared look() throws IOException, InterruptedException {
        long began = workshop.clock().epochMillis();
        index.copy(workshop.userIndex());
        marked.unmark(index);
        workshop.witness().at(Step.SEEDED);
        WorkTree tree = filters.look(git, index);
        String branch = tree.branch().isEmpty() ? workshop.repository().detachedName() : tree.branch();
        String ref = "refs/herald/" + branch;
        if (keeping.isDoubted(ref)) {
            keeping.examine(ref);
        }
        keeping.clear();
        List<Change> changes = selection.of(tree.changes());
        if (changes.isEmpty()) {
            return nothing(branch, "Nothing is unsaved: the files are what HEAD has.", Outcome.Absent.NONE);
        }
        recall(ref, changes.size());
        Admission admission = new Admission(
                workshop.repository().workTree(),
                workshop.settings().limits(),
                AutoCommitMode.SHADOW,
                workshop.clock());
        Staging staging = new Staging(git, index, admission, earlier, filters);
        staging.take(changes);
        String written = index.writeTree();
        workshop.witness().at(Step.STAGED);
        List<Tip> tips = tips(ref);
        Tip head = tips.get(0);
        Safekeeping.Standing standing = keeping.standing(ref, tips.get(1));
        if (standing == null || !head.hash().equals(tree.head())) {
            return null;
        }
        Tip last = standing.sound();
        Outcome.Absent leftOut = selection.absent(staging.leftOut());
        String base = head.isNone() ? Tip.NO_BASE : head.hash();
        if (written.equals(head.tree()) || head.isNone() && staging.count() == 0) {
            return nothing(branch, "Nothing is unsaved but what is left out.", leftOut);
        }
        boolean isTold = !LeftOutTrailers.isNews(staging.leftOut(), last.text());
        if (written.equals(last.tree()) && base.equals(last.base()) && isTold) {
            boolean isMoreKnown = earlier.believe(staging.staged(), began) > 0;
            if (isMoreKnown && staging.isCutOff()) {
                // These count no more: others have their turn.
                return look();
            }
            String but = leftOut.count() == 0 ? "." : " but what is left out.";
            return nothing(branch, "The last snapshot has it all" + but, leftOut);
        }
        Snapshot snapshot = new Snapshot(ref, branch, written, head, standing, staging, leftOut, began);
        return new Prepared.Ready(staging.count(), (why, start) -> commit(snapshot, why, start), Prepared.NO_FOLLOW_UP);
    }

    private record Snapshot(
            String ref,
            String branch,
            String tree,
            Tip head,
            Safekeeping.Standing standing,
            Staging staging,
            Outcome.Absent leftOut,
            long began) {}

    private static Prepared nothing(String branch, String why, Outcome.Absent leftOut) {
        return new Prepared.Nothing(new TreePath(branch).shown(), new Outcome.Nothing(why, leftOut));
    }

    /**
     * After a start, and on another branch, what the last snapshot has is read; where there are few files only if need
     * be, for reading those again costs less.
     */
    private void recall(String ref, int changes) throws IOException, InterruptedException {
        if (changes <= FEW) {
            earlier.forgetUntilAsked(() -> load(ref));
        } else if (!earlierRef.equals(ref) || earlier.hash().isEmpty()) {
            load(ref);
        }
    }

    private List<Tip> tips(String ref) throws IOException, InterruptedException {
        return Tip.of(git, workshop.repository().workTree(), List.of("HEAD", ref));
    }

    private void load(String ref) throws IOException, InterruptedException {
        earlier.forget();
        earlierRef = ref;
        List<Tip> tips = tips(ref);
        Safekeeping.Standing standing = keeping.standing(ref, tips.get(1));
        if (standing != null && !standing.sound().isNone()) {
            Tip last = standing.sound();
            remember(tips.get(0), last.hash(), last.tree(), headMoved(tips.get(0), last.base()), Map.of(), 0);
        }
    }

    /** Where HEAD has something else than it had when a snapshot was taken. */
    private Set<TreePath> headMoved(Tip head, String base) throws IOException, InterruptedException {
        if (base.equals(head.hash()) || base.isEmpty() || head.isNone()) {
            return Set.of();
        }
        String from =
                base.equals(Tip.NO_BASE) ? git.ask(index.command("mktree")).text() : base;
        byte[] names = git.ask(index.command("diff-tree", "-r", "-z", "--name-only", from, head.hash()))
                .output();
        Set<TreePath> paths = new HashSet<>();
        for (String name : new String(names, StandardCharsets.ISO_8859_1).split("\0")) {
            paths.add(new TreePath(name));
        }
        return paths;
    }

    private void remember(
            Tip head, String snapshot, String tree, Set<TreePath> headMoved, Map<TreePath, Stamp> stamps, long began)
            throws IOException, InterruptedException {
        String from = head.isNone() ? git.ask(index.command("mktree")).text() : head.tree();
        byte[] differences =
                git.ask(index.command("diff-tree", "-r", "-z", from, tree)).output();
        earlier.remember(snapshot, differences, headMoved, stamps, began);
    }

    private Outcome.Committed commit(Snapshot snapshot, Trigger trigger, Position start)
            throws IOException, InterruptedException {
        workshop.witness().at(Step.STARTED);
        Staging staging = snapshot.staging();
        String base = snapshot.head().isNone() ? Tip.NO_BASE : snapshot.head().hash();
        String branch = new TreePath(snapshot.branch()).shown();
        List<String> leftOut = LeftOutTrailers.of(staging.leftOut());
        Tip last = snapshot.standing().sound();
        String title = "Snapshot of " + branch;
        String subject = snapshot.tree().equals(last.tree())
                ? Message.unchanged(title, staging.leftOut().size(), !base.equals(last.base()))
                : Message.subject(title, staging.counts());
        String message = Message.of(subject, staging.counts(), trigger, start, base, leftOut);
        List<String> line = new ArrayList<>(List.of("-c", "i18n.commitEncoding=UTF-8", "commit-tree", "--no-gpg-sign"));
        for (Tip parent : List.of(snapshot.standing().sound(), snapshot.head())) {
            if (!parent.isNone()) {
                line.addAll(List.of("-p", parent.hash()));
            }
        }
        line.addAll(List.of("-F", "-", snapshot.tree()));
        List<String> objects = keeping.bring(snapshot.head().tree(), snapshot.tree());
        GitCommand command = asHerald(index.command(line.toArray(String[]::new)));
        String hash = git.ask(command.reading(message)).text();
        keeping.bring(hash);
        workshop.witness().at(Step.COMMITTED);
        ShadowRefs refs = new ShadowRefs(git, workshop.repository().workTree());
        try {
            refs.move(snapshot.ref(), snapshot.standing().hash(), hash);
        } catch (GitException e) {
            if (!keeping.isComplete(hash, objects)) {
                throw new Trouble(Reason.OBJECTS_LOST);
            }
            refs.move(snapshot.ref(), snapshot.standing().hash(), hash);
        }
        if (!keeping.confirm(hash, snapshot.standing().hash(), objects)) {
            earlier.forget();
            refs.takeBack(snapshot.ref(), snapshot.standing().hash(), hash);
            throw new Trouble(Reason.OBJECTS_LOST);
        }
        workshop.witness().at(Step.MOVED);
        if (staging.count() <= FEW && !staging.isCutOff()) {
            earlier.forget();
            return committed(snapshot, hash, start, message);
        }
        try {
            earlierRef = snapshot.ref();
            remember(snapshot.head(), hash, snapshot.tree(), Set.of(), staging.staged(), snapshot.began());
        } catch (IOException e) {
            // The snapshot is there; the next one reads all files again.
            earlier.forget();
        }
        return committed(snapshot, hash, start, message);
    }

    private static Outcome.Committed committed(Snapshot snapshot, String hash, Position start, String message) {
        return new Outcome.Committed(
                start,
                hash,
                new TreePath(snapshot.ref()).shown(),
                new TreePath(snapshot.branch()).shown(),
                message,
                snapshot.staging().count(),
                snapshot.leftOut());
    }

    /** Snapshots are Herald's, whoever works here, and need nobody's name to be configured. */
    private static GitCommand asHerald(GitCommand command) {
        return command.with("GIT_AUTHOR_NAME", "Herald")
                .with("GIT_AUTHOR_EMAIL", "herald@localhost")
                .with("GIT_COMMITTER_NAME", "Herald")
                .with("GIT_COMMITTER_EMAIL", "herald@localhost");
    }
}
