package dev.herald.source.git;

import dev.herald.meter.Health;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has commits told whenever a branch may have moved. Runs on the watch's thread, but for its status; blocks. */
final class CommitWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CommitWatch.class);
    /** Two moves of a branch may leave the same times behind: it is looked at again after so long. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** And whatever the directories look like, after so long. */
    private static final long ANYHOW_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final GitWatchSettings settings;
    private final GitDirectory directory;
    private final Notices notices;
    private final Commits commits;
    private long branches;
    private long next;
    private boolean isFirst = true;
    private volatile Health.Status status = Health.Status.HEALTHY;

    /** @param isNew whether there was no repository before */
    CommitWatch(WatchParts parts, Watched watched, GitDirectory directory, boolean isNew, long now)
            throws IOException, InterruptedException {
        this.settings = parts.settings();
        this.directory = directory;
        this.notices = parts.notices();
        KnownFile file = new KnownFile(parts.tipsFile(), watched.repository().commonDirectory());
        commits = Commits.resume(parts.git(), watched, settings.project(), parts.outgoing(), file, isNew, parts::warn);
        next = now;
    }

    /** Any thread. */
    Health.Status status() {
        return status;
    }

    /** Nanoseconds until the next time. */
    long tell(long now) throws InterruptedException {
        long seen = directory.branches();
        if (seen == branches && now - next < 0) {
            return next - now;
        }
        try {
            if (!commits.tell(isFirst ? settings.catchUpMax() : settings.commitsMax())) {
                return later(now, settings.retryMillis());
            }
        } catch (IOException e) {
            fail(e);
            return later(now, settings.pollMillis());
        }
        isFirst = false;
        status = Health.Status.HEALTHY;
        boolean isOther = seen != branches;
        if (isOther) {
            branches = seen;
            notices.listenTo(directory.directories());
        }
        next = now + (isOther ? AGAIN_NANOS : ANYHOW_NANOS);
        return next - now;
    }

    private long later(long now, long millis) {
        next = now + TimeUnit.MILLISECONDS.toNanos(millis);
        return next - now;
    }

    private void fail(IOException e) {
        String what = "git cannot tell which commits are new";
        if (status.level() == Health.Level.HEALTHY) {
            LOG.warn("In {}: {}: {}", settings.root(), what, e.toString());
        }
        status = new Health.Status(Health.Level.DEGRADED, what + ": " + e.getMessage());
    }
}
