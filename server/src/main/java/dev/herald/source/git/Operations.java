package dev.herald.source.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what git did, and tells it as stories.
 *
 * <p>HEAD's log says most of it. A story ends when git says so, not when it pauses: as long as the directory of a
 * rebase (or of commits that are picked one after the other) is there, all lines belong to it, unless it has stopped:
 * then it says that it waits ({@code stopped-sha}), or a conflict is in the index, or nothing at all has moved for long.
 * What has stopped is told as stopped, and the user's edits are his again; what follows is told when it is over. Stashes
 * are known by their own log. Runs on the watch's thread; blocks.
 */
final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    /** A rebase may look as if it waited, between two of its steps. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** For so long after a move of HEAD files may come in that it explains. */
    private static final long MOVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final GitDirectory directory;
    private final Path gitDirectory;
    private final WorkTree tree;
    private final Folds folds;
    private final Consumer<Report> tell;
    private final long holdNanos;
    private final HeadLog log;
    private final Stashes stashes;
    private final UnloggedMoves unlogged;
    private final List<HeadMove> moves = new ArrayList<>();
    private Signs seen;
    private long seenSince;
    private String head;
    private @Nullable Signs stoppedAt;
    private @Nullable Signs conflictsAsked;
    private boolean hasConflicts;
    private String toldStop = "";
    private long movedAt;

    /** From here on: what was before is not told. */
    Operations(Watched watched, WorkTree tree, Folds folds, Consumer<Report> tell, long holdNanos, long nanos)
            throws IOException, InterruptedException {
        this.directory = new GitDirectory(watched.repository());
        this.gitDirectory = watched.repository().gitDirectory();
        this.tree = tree;
        this.folds = folds;
        this.tell = tell;
        this.holdNanos = holdNanos;
        seen = directory.look();
        seenSince = nanos;
        movedAt = nanos - MOVE_NANOS;
        log = new HeadLog(directory.headLog());
        stashes = new Stashes(directory.stashLog());
        head = tree.resolve("HEAD").orElse("");
        unlogged = new UnloggedMoves(tree);
        if (seen.isInSequence() || seen.isInMerge()) {
            stoppedAt = seen;
        }
    }

    /** How the repository looked when this began. */
    Signs begin() {
        return seen;
    }

    /** Whether git is in the middle of something, so that its files are not to be told yet. */
    boolean advance(Signs now, long nanos) throws IOException, InterruptedException {
        boolean isIndexWritten = now.index() != seen.index();
        boolean isOther = !now.equals(seen);
        boolean isHeadOther = now.head() != seen.head();
        if (isOther) {
            seen = now;
            seenSince = nanos;
            moves.addAll(log.read());
        }
        boolean isInMiddle = now.isInSequence() || now.isInMerge();
        if (isInMiddle && !now.equals(stoppedAt)) {
            if (!hasStopped(now, nanos)) {
                return true;
            }
            stoppedAt = now;
            tellMoves(true, nanos);
            tellStop(nanos);
            return false;
        }
        boolean isExplained = !moves.isEmpty();
        if (isOther) {
            isExplained |= tellStashes(nanos);
            isExplained |= !now.hasLog() && tellUnlogged(nanos);
            isExplained |= now.hasLog() && isHeadOther && moves.isEmpty() && tellOrphan(nanos);
        }
        tellMoves(false, nanos);
        toldStop = isInMiddle ? toldStop : "";
        if (isExplained) {
            folds.explained();
        } else if (isIndexWritten && !isInMiddle) {
            suspect(nanos);
        }
        return false;
    }

    /** Nanoseconds until a pause may turn out to be a stop. */
    long nanosToWait(long nanos) {
        return Math.max(0, seenSince + PAUSE_NANOS - nanos);
    }

    private boolean hasStopped(Signs now, long nanos) throws IOException, InterruptedException {
        if (stoppedAt != null && isAsStopped(stoppedAt, now)) {
            return true;
        }
        long quiet = nanos - seenSince;
        if (quiet < PAUSE_NANOS) {
            return false;
        }
        if (!now.equals(conflictsAsked)) {
            conflictsAsked = now;
            hasConflicts = tree.states(List.of()).values().stream().anyMatch(WorkTree.State::isUnmerged);
        }
        return hasConflicts || directory.isRebaseStopped() || quiet >= holdNanos;
    }

    /** What else differs is the user's doing, who works on it. */
    private static boolean isAsStopped(Signs stopped, Signs now) {
        return stopped.sequence() == now.sequence()
                && stopped.merge() == now.merge()
                && stopped.headLogBytes() == now.headLogBytes();
    }

    private void tellMoves(boolean hasStopped, long nanos) throws IOException, InterruptedException {
        if (moves.isEmpty()) {
            return;
        }
        List<Story> stories = Story.of(moves);
        String last = moves.getLast().to();
        head = last;
        movedAt = nanos;
        moves.clear();
        for (int i = 0; i < stories.size(); i++) {
            Story story = stories.get(i);
            boolean isLast = i == stories.size() - 1;
            if (story.isStanding() && story.operation() != Operation.CHECKOUT) {
                folds.sweep(new Report(story), nanos);
            } else if (!toldStop.equals(key(story))) {
                tellWhole(story, hasStopped && isLast && story.toHash().equals(last), nanos);
            }
        }
    }

    /** The same merge was told when it stopped, for an editor or a conflict. */
    private static String key(Story story) {
        return story.operation() + " " + story.fromHash();
    }

    private void tellWhole(Story story, boolean isStopped, long nanos) throws IOException, InterruptedException {
        Report report = new Report(story);
        Fold fold = new Fold("", nanos);
        try {
            Map<String, WorkTree.State> states = tree.states(List.of());
            tree.compare(story.fromHash(), story.toHash(), (path, isPresent) -> {
                report.file(path);
                expect(fold, path, states.get(path));
            });
            if (story.steps().size() > 2) {
                // What it took away and put back is written, too.
                tree.compareEach(story.steps(), (path, isPresent) -> expect(fold, path, states.get(path)));
            }
        } catch (IOException e) {
            LOG.warn("Cannot compare the files of {}: {}", story, e.toString());
        }
        if (isStopped) {
            addConflicts(report, fold);
            report.stopped();
            toldStop = "stopped " + story.toHash();
        }
        folds.add(fold);
        tell.accept(report);
    }

    /**
     * Git is done with these files: what is not as the index has it was not written by it (by a reset that leaves files
     * alone), or by somebody since.
     */
    private void expect(Fold fold, String path, WorkTree.@Nullable State state) {
        if (state != null && state.isDirty()) {
            return;
        }
        long stamp = tree.stamp(path);
        if (stamp == WorkTree.UNKNOWN) {
            fold.expect(path, Fold.Proof.INDEX, true);
        } else {
            fold.expectUntouched(path, stamp);
        }
    }

    /** A stop without a move of HEAD: the first commit did not go in. */
    private void tellStop(long nanos) throws IOException, InterruptedException {
        Story story = stoppedStory();
        if (toldStop.equals("stopped " + head) || toldStop.equals(key(story))) {
            return;
        }
        toldStop = key(story);
        Report report = new Report(story);
        Fold fold = new Fold("", nanos);
        addConflicts(report, fold);
        report.stopped();
        if (report.files() > 0) {
            folds.add(fold);
            tell.accept(report);
        }
    }

    private Story stoppedStory() throws IOException {
        Map<String, Operation> files = Map.of(
                "MERGE_HEAD",
                Operation.MERGE,
                "CHERRY_PICK_HEAD",
                Operation.CHERRY_PICK,
                "REVERT_HEAD",
                Operation.REVERT);
        for (Map.Entry<String, Operation> each : files.entrySet()) {
            String other = firstLine(gitDirectory.resolve(each.getKey()));
            if (Hashes.isHash(other) && !seen.isInSequence()) {
                return Story.of(each.getValue(), head, other);
            }
        }
        boolean isMailbox = Files.exists(gitDirectory.resolve("rebase-apply/applying"));
        boolean isPicking = Files.exists(gitDirectory.resolve("sequencer"));
        Operation operation = isMailbox ? Operation.AM : isPicking ? Operation.CHERRY_PICK : Operation.REBASE;
        return Story.of(operation, head, head);
    }

    private static String firstLine(Path file) throws IOException {
        try {
            String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            return text.lines().findFirst().orElse("").strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private void addConflicts(Report report, Fold fold) throws IOException, InterruptedException {
        tree.states(List.of()).forEach((path, state) -> {
            if (state.isUnmerged()) {
                fold.expectUntouched(path, tree.stamp(path));
                report.file(path);
            } else if (state.isStaged()) {
                fold.expect(path, Fold.Proof.INDEX, tree.stamp(path) != 0);
                report.file(path);
            }
        });
    }

    private boolean tellStashes(long nanos) throws IOException, InterruptedException {
        Map<String, Boolean> changes = stashes.changes();
        for (Map.Entry<String, Boolean> change : changes.entrySet()) {
            String stash = change.getKey();
            if (change.getValue()) {
                addStash(Operation.STASH_PUSH, stash, nanos);
            } else if (!folds.isTold(stash)) {
                addStash(Operation.STASH_POP, stash, nanos);
            }
        }
        return !changes.isEmpty();
    }

    /**
     * What a stash holds: its own files against the commit that it was made on, and as its third parent those that git
     * did not know.
     */
    private void addStash(Operation operation, String stash, long nanos) throws IOException, InterruptedException {
        Report report = new Report(Story.of(operation, head, head));
        Fold fold = new Fold(stash, nanos);
        boolean isPush = operation == Operation.STASH_PUSH;
        try {
            tree.compare(stash + "^1", stash, (path, isPresent) -> {
                report.file(path);
                fold.expect(path, isPush ? Fold.Proof.INDEX : Fold.Proof.STASH, isPush || isPresent);
            });
            if (isPush) {
                // What it added to the index is gone now.
                tree.compare(stash, stash + "^1", (path, isPresent) -> fold.expect(path, Fold.Proof.INDEX, isPresent));
            }
            @Nullable String unknown = tree.resolve(stash + "^3").orElse(null);
            if (unknown != null) {
                tree.list(unknown, (path, isPresent) -> {
                    report.file(path);
                    fold.expect(path, Fold.Proof.INDEX, !isPush);
                });
            }
        } catch (IOException e) {
            LOG.warn("Cannot look into the stash {}: {}", stash, e.toString());
            return;
        }
        if (operation == Operation.STASH_APPLY) {
            folds.addTentative(fold, report);
        } else {
            folds.add(fold, report);
        }
    }

    /** The index was written, and nothing says why. */
    private void suspect(long nanos) throws IOException, InterruptedException {
        // Files that have just been committed are as HEAD has them, too.
        boolean isAfterMove = nanos - movedAt < MOVE_NANOS;
        folds.indexWritten(isAfterMove ? null : new Report(Story.of(Operation.RESTORE, head, head)), nanos);
        if (!stashes.top().isEmpty()) {
            addStash(Operation.STASH_APPLY, stashes.top(), nanos);
        }
    }

    /** Without a log there is only HEAD itself. */
    private boolean tellUnlogged(long nanos) throws IOException, InterruptedException {
        String before = head;
        head = tree.resolve("HEAD").orElse("");
        Optional<Story> story = unlogged.story(before, head);
        if (story.isPresent()) {
            movedAt = nanos;
            tellWhole(story.get(), false, nanos);
        }
        return story.isPresent() || !head.equals(before);
    }

    /** A branch without a commit is checked out without a line in the log. */
    private boolean tellOrphan(long nanos) throws IOException, InterruptedException {
        Optional<Story> story = unlogged.orphan(head);
        if (story.isPresent()) {
            head = "";
            movedAt = nanos;
            tellWhole(story.get(), false, nanos);
        }
        return story.isPresent();
    }
}
