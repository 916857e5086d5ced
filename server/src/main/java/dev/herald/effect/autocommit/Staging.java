package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings what is admitted into the private index, so that what will be committed is what was checked: a file must
 * look the same after git has read it as before it was checked, and where that proves nothing, what git has read is
 * checked itself. One thread, one run.
 */
final class Staging {
    /** How often a file is tried that changes meanwhile. */
    private static final int ROUNDS = 3;
    /** Read from git's objects in one call, and one file more. */
    private static final long AT_ONCE_BYTES = 8 << 20;

    private final Git git;
    private final PrivateIndex index;
    private final Admission admission;
    private final Earlier earlier;
    private final SlowFilters filters;
    private final Map<TreePath, LeftOut.Why> leftOut = new TreeMap<>();
    private final Map<TreePath, Stamp> staged = new LinkedHashMap<>();
    /** What git did not take in the last round though it was the same all the time. */
    private final Set<TreePath> refused = new LinkedHashSet<>();

    private final List<TreePath> taken = new ArrayList<>();
    /** Whether git may have taken files already. */
    private boolean isUnderWay;

    private int added;
    private int modified;
    private int deleted;

    Staging(Git git, PrivateIndex index, Admission admission, Earlier earlier, SlowFilters filters) {
        this.git = git;
        this.index = index;
        this.admission = admission;
        this.earlier = earlier;
        this.filters = filters;
    }

    /** Stages them all, or leaves them out. */
    void take(List<Change> changes) throws IOException, InterruptedException {
        // What is set by its hash, before files are read: then a directory that became a file is out of the way.
        Map<TreePath, Change.Entry> known = new LinkedHashMap<>();
        Map<Change, Admission.Decision.Allowed> files = new LinkedHashMap<>();
        for (Change change : changes) {
            if (!change.isThere()) {
                known.put(change.path(), Change.Entry.NOTHING);
                countDeleted(change);
                continue;
            }
            Optional<Earlier.Saved> saved = earlier.unchanged(change.path());
            if (saved.isPresent()) {
                known.put(change.path(), saved.get().entry());
                count(change);
                staged.put(change.path(), saved.get().stamp());
                continue;
            }
            if (filters.isSuspicious()
                    && filters.isKnown(change.path(), Stamp.of(change.path().in(admission.top())))) {
                refuse(change, LeftOut.Why.FILTER_TIMEOUT, known);
                continue;
            }
            decide(change, admission.admit(change), known, files);
        }
        index.put(known);
        isUnderWay = true;
        Map<Change, Admission.Decision.Allowed> open = files;
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            open = stage(open, round == ROUNDS - 1);
        }
        Map<TreePath, Change.Entry> lost = new LinkedHashMap<>();
        for (Change change : open.keySet()) {
            boolean isRefused = refused.contains(change.path());
            refuse(change, isRefused ? LeftOut.Why.GIT_REFUSED : LeftOut.Why.CHANGING, lost);
        }
        index.put(lost);
    }

    private void decide(
            Change change,
            Admission.Decision decision,
            Map<TreePath, Change.Entry> known,
            Map<Change, Admission.Decision.Allowed> files)
            throws IOException, InterruptedException {
        switch (decision) {
            case Admission.Decision.Allowed allowed -> {
                if (change.kind() == Change.Kind.UNMERGED) {
                    // Its three sides make way for what the file is now.
                    known.put(change.path(), Change.Entry.NOTHING);
                }
                files.put(change, allowed);
            }
            case Admission.Decision.Gone gone -> {
                known.put(change.path(), Change.Entry.NOTHING);
                countDeleted(change);
            }
            case Admission.Decision.Refused no -> refuse(change, no.why(), known);
        }
    }

    /** It keeps what was saved last, else what HEAD has: a snapshot is never older than the one before it. */
    private void refuse(Change change, LeftOut.Why why, Map<TreePath, Change.Entry> entries)
            throws IOException, InterruptedException {
        leftOut.put(change.path(), why);
        staged.remove(change.path());
        if (change.kind() == Change.Kind.NESTED) {
            return;
        }
        // What has the name of a secret was never saved; if rules have changed, it stays out from now on.
        Change.Entry kept = why == LeftOut.Why.SECRET_NAME
                ? change.head()
                : earlier.last(change.path()).orElse(change.head());
        // Where the index has that already, it also knows how the file looked, and that it is only intended.
        boolean isOther = isUnderWay || change.isStaged() || !kept.equals(change.head());
        if (isOther && (change.isInIndex() || isUnderWay || !kept.isNothing())) {
            entries.put(change.path(), kept);
        }
    }

    /**
     * One round. Returns what has to be tried again: what git could not take, and, but for the last round, what changed
     * meanwhile. In the last, what git took of such a file is checked, and is then as good as any moment of it.
     */
    private Map<Change, Admission.Decision.Allowed> stage(Map<Change, Admission.Decision.Allowed> files, boolean isLast)
            throws IOException, InterruptedException {
        List<TreePath> all = files.keySet().stream().map(Change::path).toList();
        Taking taking = new Taking(git, index, admission.top(), filters);
        taking.take(all);
        Set<TreePath> failed = taking.failed();
        Map<Change, Admission.Decision.Allowed> again = new LinkedHashMap<>();
        Map<TreePath, Change.Entry> other = new LinkedHashMap<>();
        List<Change> doubtful = new ArrayList<>();
        for (Map.Entry<Change, Admission.Decision.Allowed> one : files.entrySet()) {
            Change change = one.getKey();
            Stamp before = one.getValue().stamp();
            if (taking.late().contains(change.path())) {
                refuse(change, LeftOut.Why.FILTER_TIMEOUT, other);
                continue;
            }
            boolean hasFailed = failed.contains(change.path());
            boolean isSame = isSame(change, before);
            if (!hasFailed && isSame && !one.getValue().isFresh()) {
                accept(change, before);
            } else if (!hasFailed && (isSame || isLast)) {
                doubtful.add(change);
            } else {
                Admission.Decision now = admission.examine(change);
                decide(change, now, other, again);
                if (hasFailed && isSame) {
                    refused.add(change.path());
                } else {
                    refused.remove(change.path());
                }
            }
        }
        checkWhatGitRead(doubtful, files, other);
        index.put(other);
        return again;
    }

    private boolean isSame(Change change, Stamp before) throws IOException {
        Optional<Stamp> now = Stamp.of(change.path().in(admission.top()));
        // A submodule's directory changes with all that is in it.
        return change.kind() == Change.Kind.SUBMODULE
                ? now.map(Stamp::kind).equals(Optional.of(before.kind()))
                : now.equals(Optional.of(before));
    }

    /** These changed so lately that they may have changed once more unseen: what git took is what counts. */
    private void checkWhatGitRead(
            List<Change> doubtful, Map<Change, Admission.Decision.Allowed> files, Map<TreePath, Change.Entry> other)
            throws IOException, InterruptedException {
        List<Change> read = doubtful;
        while (!read.isEmpty()) {
            int count = 1;
            long bytes = stampOf(files, read.getFirst()).size();
            while (count < read.size() && bytes < AT_ONCE_BYTES) {
                bytes += stampOf(files, read.get(count)).size();
                count++;
            }
            checkWhatGitReadAtOnce(read.subList(0, count), files, other);
            read = read.subList(count, read.size());
        }
    }

    private static Stamp stampOf(Map<Change, Admission.Decision.Allowed> files, Change change) {
        return java.util.Objects.requireNonNull(files.get(change)).stamp();
    }

    private void checkWhatGitReadAtOnce(
            List<Change> read, Map<Change, Admission.Decision.Allowed> files, Map<TreePath, Change.Entry> other)
            throws IOException, InterruptedException {
        List<Objects.Found> contents = Objects.of(
                git,
                index::command,
                read.stream().map(change -> ":0:" + change.path().raw()).toList());
        for (int i = 0; i < read.size(); i++) {
            Change change = read.get(i);
            Optional<LeftOut.Why> why = admission.inContent(contents.get(i).content());
            if (why.isPresent()) {
                index.forget(contents.get(i).hash());
                refuse(change, why.get(), other);
            } else {
                accept(change, stampOf(files, change));
            }
        }
    }

    private void accept(Change change, Stamp stamp) {
        staged.put(change.path(), stamp);
        count(change);
    }

    private void countDeleted(Change change) {
        if (!change.head().isNothing()) {
            deleted++;
            taken.add(change.path());
        }
    }

    private void count(Change change) {
        taken.add(change.path());
        if (change.head().isNothing()) {
            added++;
        } else {
            modified++;
        }
    }

    /** What was left out, and why. */
    Map<TreePath, LeftOut.Why> leftOut() {
        return leftOut;
    }

    /** How the files looked that were staged. */
    Map<TreePath, Stamp> staged() {
        return staged;
    }

    /** Whether there was more than one commit may take. */
    boolean isCutOff() {
        return leftOut.containsValue(LeftOut.Why.TOO_MANY_FILES) || leftOut.containsValue(LeftOut.Why.TOO_MANY_BYTES);
    }

    /** What came in. */
    Message.Counts counts() {
        return new Message.Counts(added, modified, deleted, taken);
    }

    int count() {
        return added + modified + deleted;
    }
}
