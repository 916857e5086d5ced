package dev.herald.source.git;

import dev.herald.event.payload.FileChange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which changes of files an operation has made, and tells those operations that are known by their files alone.
 *
 * <p>The order of what is tried for a file: the operations whose files are known, the newest first ({@link Fold}); then
 * those that put files back to what HEAD has ({@link Sweep}); then, if the index has just been written and HEAD's log
 * does not say why yet, what is as the index has it waits ({@link #GAP_NANOS}): git writes the index before the log.
 * Whatever is left is the user's. Runs on the watch's thread; blocks on git.
 */
final class Folds {
    /** From the writing of the index until the log would have said why. */
    static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    /** So many files that are suddenly as HEAD has them were put back by git, not one by one by the user. */
    static final int RESTORED_MIN = 10;

    private static final int FOLDS_MAX = 64;
    /** A file's change may be told a second time so long after the first. */
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Changes that nobody tells of so long after are no longer expected. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** How long the first change of a file is waited for, and the next one. */
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long NEXT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final WorkTree tree;
    private final Consumer<Report> tell;
    /** The newest first. */
    private final Deque<Awaited> awaited = new ArrayDeque<>();

    private final List<Sweep> sweeps = new ArrayList<>();
    private @Nullable IndexWrite write;

    Folds(WorkTree tree, Consumer<Report> tell) {
        this.tree = tree;
        this.tell = tell;
    }

    /** What becomes of a change. */
    enum Verdict {
        PASS,
        TAKE,
        WAIT
    }

    /** An operation whose files are known, and whose changes are awaited; {@code untold} until the first of them comes in. */
    private static final class Awaited {
        private final Fold fold;
        private @Nullable Report untold;
        /** It may yet turn out to be none, or another one. */
        private final boolean isTentative;

        private Awaited(Fold fold, @Nullable Report untold, boolean isTentative) {
            this.fold = fold;
            this.untold = untold;
            this.isTentative = isTentative;
        }
    }

    /** The index was written, and the log has not said why. */
    private record IndexWrite(long at, @Nullable Report restore) {
        boolean isFresh(long now) {
            return now - at < GAP_NANOS;
        }
    }

    /** An operation that has been told. */
    void add(Fold fold) {
        push(new Awaited(fold, null, false));
    }

    /** One that is told when the first of its files comes in. */
    void add(Fold fold, Report untold) {
        awaited.removeIf(old -> old.isTentative && old.fold.stash().equals(fold.stash()));
        push(new Awaited(fold, untold, false));
    }

    /** Perhaps a stash was put back: that is so when its files come in, unless it turns out to be something else. */
    void addTentative(Fold fold, Report untold) {
        awaited.removeIf(old -> old.isTentative);
        push(new Awaited(fold, untold, true));
    }

    /** Whether an operation with this stash is told, so that its end says nothing new. */
    boolean isTold(String stash) {
        return awaited.stream()
                .anyMatch(old -> old.isTentative
                        && old.untold == null
                        && old.fold.stash().equals(stash));
    }

    private void push(Awaited next) {
        if (!next.isTentative) {
            awaited.forEach(old -> old.fold.yieldTo(next.fold));
        }
        awaited.addFirst(next);
        while (awaited.size() > FOLDS_MAX) {
            awaited.removeLast();
        }
    }

    void sweep(Report report, long now) {
        sweeps.add(new Sweep(report, tree.indexWrittenNanos(), now + FIRST_NANOS));
    }

    /** @param restore what it was if many files turn out to be as HEAD has them; null where that may have another reason */
    void indexWritten(@Nullable Report restore, long now) {
        write = new IndexWrite(now, restore);
    }

    /** The log says what git did: what the index is like means nothing more. */
    void explained() {
        write = null;
    }

    boolean isActive() {
        return !awaited.isEmpty() || !sweeps.isEmpty() || write != null;
    }

    /** Whether the log may still say why the index was written. */
    boolean isInGap(long now) {
        return write != null && write.isFresh(now);
    }

    /** Ends what is over, and tells what was found. */
    void expire(long now) {
        awaited.removeIf(each -> each.fold.isOver(now - AGAIN_NANOS, now - LATE_NANOS));
        for (Iterator<Sweep> all = sweeps.iterator(); all.hasNext(); ) {
            Sweep sweep = all.next();
            if (sweep.isOver(now)) {
                all.remove();
                finish(sweep);
            }
        }
        if (write != null && now - write.at > FIRST_NANOS) {
            write = null;
        }
    }

    /** At the end nothing more is waited for. */
    void finish() {
        sweeps.forEach(this::finish);
        sweeps.clear();
        write = null;
    }

    private void finish(Sweep sweep) {
        if (sweep.hasFound()) {
            tell.accept(sweep.report());
        }
    }

    /**
     * A verdict for each change, in order; what is taken is remembered as taken.
     *
     * @param isStill whether the repository looks as it did when git's last steps were found out. What the files are
     *     like is asked after that look: where git has gone on in between, the answers are about something else, and
     *     there are no verdicts yet
     */
    List<Verdict> judge(List<FileChange> changes, long now, BooleanSupplier isStill)
            throws IOException, InterruptedException {
        boolean isEachAsked = !sweeps.isEmpty() || write != null;
        Set<String> asked = new HashSet<>();
        for (FileChange change : changes) {
            for (String path : paths(change)) {
                if (isEachAsked || awaited.stream().anyMatch(each -> each.fold.expects(path))) {
                    asked.add(path);
                }
            }
        }
        if (asked.isEmpty()) {
            return isStill.getAsBoolean()
                    ? changes.stream().map(change -> Verdict.PASS).toList()
                    : List.of();
        }
        Facts facts = facts(asked, isEachAsked);
        if (!isStill.getAsBoolean()) {
            return List.of();
        }
        if (write != null && write.restore != null && !write.isFresh(now)) {
            long restored = asked.stream().filter(facts::isAsHeadHasIt).count();
            if (restored >= RESTORED_MIN) {
                sweep(write.restore, now);
                write = null;
            }
        }
        List<Verdict> verdicts = new ArrayList<>(changes.size());
        for (FileChange change : changes) {
            verdicts.add(judge(change, facts, now));
        }
        return verdicts;
    }

    private Verdict judge(FileChange change, Facts facts, long now) {
        Verdict all = Verdict.TAKE;
        for (String path : paths(change)) {
            Verdict one = judge(path, facts, now);
            if (one == Verdict.WAIT) {
                return one;
            }
            all = one == Verdict.PASS ? one : all;
        }
        return all;
    }

    private Verdict judge(String path, Facts facts, long now) {
        boolean isFresh = isInGap(now);
        for (Awaited each : awaited) {
            if (!each.fold.expects(path)) {
                continue;
            }
            if (each.fold.proves(path, facts.stamp(path), facts.state(path), facts.isAsStashed(each.fold, path))) {
                return each.isTentative && isFresh ? Verdict.WAIT : take(each, path, now);
            }
            if (!each.isTentative) {
                each.fold.release(path);
            }
        }
        if (!sweeps.isEmpty() && facts.isAsHeadHasIt(path)) {
            Sweep last = sweeps.getLast();
            if (last.mayHaveWritten(facts.writtenNanos(path))) {
                last.take(path, now + NEXT_NANOS);
                return Verdict.TAKE;
            }
        }
        return isFresh && facts.isAsIndexHasIt(path) ? Verdict.WAIT : Verdict.PASS;
    }

    private Verdict take(Awaited from, String path, long now) {
        if (from.untold != null) {
            tell.accept(from.untold);
            from.untold = null;
        }
        from.fold.take(path, now);
        return Verdict.TAKE;
    }

    private static List<String> paths(FileChange change) {
        return change.previousPath() == null ? List.of(change.path()) : List.of(change.previousPath(), change.path());
    }

    private Facts facts(Set<String> asked, boolean isEachAsked) throws IOException, InterruptedException {
        Map<Fold, Set<String>> unlike = new HashMap<>();
        for (Awaited each : awaited) {
            List<String> stashed = asked.stream().filter(each.fold::needsStash).toList();
            if (!stashed.isEmpty()) {
                unlike.put(each.fold, tree.differing(each.fold.stash(), stashed));
            }
        }
        return new Facts(tree, tree.states(asked), isEachAsked ? tree.tracked(asked) : Set.of(), unlike);
    }

    /** How the files stand that are asked about. */
    private record Facts(
            WorkTree tree,
            Map<String, WorkTree.State> states,
            Set<String> tracked,
            Map<Fold, Set<String>> unlikeStash) {
        WorkTree.@Nullable State state(String path) {
            return states.get(path);
        }

        long stamp(String path) {
            return tree.stamp(path);
        }

        long writtenNanos(String path) {
            return tree.writtenNanos(path);
        }

        boolean isAsHeadHasIt(String path) {
            return !states.containsKey(path) && tracked.contains(path);
        }

        /** Among them those that the index has as deleted. */
        boolean isAsIndexHasIt(String path) {
            WorkTree.@Nullable State state = states.get(path);
            return state == null ? tracked.contains(path) : !state.isDirty() && !state.isUnmerged();
        }

        boolean isAsStashed(Fold fold, String path) {
            return unlikeStash.containsKey(fold) && !unlikeStash.get(fold).contains(path);
        }
    }
}
