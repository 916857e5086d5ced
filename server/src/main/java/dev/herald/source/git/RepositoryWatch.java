package dev.herald.source.git;

import dev.herald.event.payload.FileChange;
import dev.herald.meter.Health;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One repository, as long as it is there. Each round looks at it and goes on as far as it can, in this order: what git
 * did, the changes of files that wait for that, the commits. Runs on the watch's thread; blocks.
 */
final class RepositoryWatch implements Watching {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);
    /** While git is at work: notices come, too. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Only git changes so many files while it holds a lock; fewer may be the user's edits beside a stale one. */
    private static final int BULK = 20;

    private final GitWatchSettings settings;
    private final GitDirectory directory;
    private final HeldChanges changes;
    private final Outgoing outgoing;
    private final Folds folds;
    private final Operations operations;
    private final CommitWatch commits;
    private final Consumer<String> warn;
    /** When the first change held has to wait: how the repository looked then. */
    private @Nullable Signs waiting;

    private long lock;
    private long lockSince;
    private long movedAt;
    private long heldAtMove;
    private boolean isLockTold;
    private volatile Health.Status status = Health.Status.HEALTHY;

    /** @param isNew whether there was none before */
    RepositoryWatch(WatchParts parts, Watched watched, boolean isNew, long now)
            throws IOException, InterruptedException {
        settings = parts.settings();
        changes = parts.changes();
        outgoing = parts.outgoing();
        warn = parts::warn;
        directory = new GitDirectory(watched.repository());
        parts.notices().listenTo(directory.directories());
        WorkTree tree = new WorkTree(parts.git(), watched);
        Consumer<Report> tell = report -> outgoing.add(report.draft(settings.project()));
        folds = new Folds(tree, tell);
        operations = new Operations(watched, tree, folds, tell, nanos(settings.holdMillis()), now);
        commits = new CommitWatch(parts, watched, directory, isNew, now);
        changes.attend(directory::look, operations.begin());
    }

    @Override
    public Health.Status status() {
        return status.level() == Health.Level.HEALTHY ? commits.status() : status;
    }

    @Override
    public boolean isThere() {
        return directory.look().isThere();
    }

    @Override
    public long round(long now) throws InterruptedException {
        Signs signs = directory.look();
        try {
            if (isHeldByLock(signs, now)) {
                return BUSY_NANOS;
            }
            if (!outgoing.flush()) {
                return nanos(settings.retryMillis());
            }
            if (operations.advance(signs, now)) {
                return Math.max(BUSY_NANOS, operations.nanosToWait(now));
            }
            return settle(signs, now);
        } catch (IOException e) {
            fail("git cannot tell what changed", e);
            // The changes go on as they are: too many events are better than none.
            changes.settle(signs, false);
            changes.passAll();
            changes.deliver();
            return nanos(settings.pollMillis());
        }
    }

    private long settle(Signs signs, long now) throws IOException, InterruptedException {
        folds.expire(now);
        if (!outgoing.flush()) {
            return nanos(settings.retryMillis());
        }
        changes.settle(signs, folds.isActive());
        boolean isPassed = pass(signs, now);
        if (!outgoing.flush() || !isPassed) {
            return nanos(settings.retryMillis());
        }
        status = Health.Status.HEALTHY;
        long wait = changes.isEmpty() ? nanos(settings.pollMillis()) : BUSY_NANOS;
        return Math.max(1, Math.min(wait, commits.tell(now)));
    }

    /** Whether the listener took all that may pass now. */
    private boolean pass(Signs signs, long now) throws IOException, InterruptedException {
        List<FileChange> held = changes.held();
        if (!held.isEmpty() && !(signs.equals(waiting) && folds.isInGap(now))) {
            List<Folds.Verdict> verdicts =
                    folds.judge(held, now, () -> directory.look().equals(signs));
            List<FileChange> passing = new ArrayList<>();
            int judged = 0;
            while (judged < verdicts.size() && verdicts.get(judged) != Folds.Verdict.WAIT) {
                if (verdicts.get(judged) == Folds.Verdict.PASS) {
                    passing.add(held.get(judged));
                }
                judged++;
            }
            waiting = judged < verdicts.size() ? signs : null;
            changes.judged(judged, passing);
        }
        return changes.deliver();
    }

    private boolean isHeldByLock(Signs signs, long now) {
        long held = changes.heldTotal();
        if (signs.lock() != lock) {
            lock = signs.lock();
            lockSince = now;
            movedAt = now;
            heldAtMove = held;
        }
        if (!signs.isLocked()) {
            isLockTold = false;
            return false;
        }
        if (held - heldAtMove >= BULK) {
            movedAt = now;
            heldAtMove = held;
        }
        if (!isLockTold && now - lockSince >= nanos(settings.lockMillis()) && !directory.isMessageWritten()) {
            isLockTold = true;
            warn.accept(directory.indexLock() + " has been there for "
                    + TimeUnit.NANOSECONDS.toSeconds(now - lockSince)
                    + " s. If no git is running, it was left behind: remove it");
        }
        return now - movedAt < nanos(settings.holdMillis());
    }

    @Override
    public boolean finish(long now) throws InterruptedException {
        Signs signs = directory.look();
        try {
            if (signs.isThere()) {
                operations.advance(signs, now);
            }
            pass(signs, now);
        } catch (IOException e) {
            LOG.debug("Changes are told as they are, for git cannot tell what it did: {}", e.toString());
        }
        folds.finish();
        changes.leave();
        changes.passAll();
        // Both are done, whatever becomes of the first.
        boolean isFlushed = outgoing.flush();
        return changes.deliver() && isFlushed;
    }

    private void fail(String what, IOException e) {
        if (status.level() == Health.Level.HEALTHY) {
            LOG.warn("In {}: {}: {}", settings.root(), what, e.toString());
        }
        status = new Health.Status(Health.Level.DEGRADED, what + ": " + e.getMessage());
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
