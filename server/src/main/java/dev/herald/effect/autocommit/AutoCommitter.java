package dev.herald.effect.autocommit;

import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.intake.Intake;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits one project's changes: when its files have been quiet, on a schedule, and when asked. One commit at a time; a
 * change that comes while one runs is for the next.
 */
final class AutoCommitter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AutoCommitter.class);

    private final AutoCommitSettings settings;
    private final Clock clock;
    private final Attempt attempt;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    // Below: guarded by lock.
    private final Rhythm rhythm;
    private List<Asked> asked = new ArrayList<>();
    private boolean isClosing;
    // Above: guarded by lock.
    private volatile Health.Status status = Health.Status.HEALTHY;

    /** @param turns one for all projects of a server */
    public AutoCommitter(AutoCommitSettings settings, Git git, Intake intake, RepositoryTurns turns, Clock clock) {
        this(settings, clock, CommitRun.of(settings, git, intake, turns, clock));
    }

    AutoCommitter(AutoCommitSettings settings, Clock clock, Attempt attempt) {
        this.settings = settings;
        this.clock = clock;
        this.attempt = attempt;
        this.rhythm = new Rhythm(settings.pace(), clock.nanos());
        this.thread = Thread.ofPlatform()
                .name("herald-commit-" + settings.project())
                .daemon()
                .unstarted(this::run);
    }

    /** What was asked for, and who waits: several that ask before it begins get the same commit. */
    private record Asked(Trigger trigger, CompletableFuture<Outcome> outcome) {}

    /** Starts its thread, once. Any thread. What a killed predecessor left is put in order first. */
    public void start() {
        thread.start();
    }

    /** A file of the project changed. Any thread; costs little, and never blocks for long. */
    public void onChange() {
        lock.lock();
        try {
            rhythm.changed(clock.nanos());
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks for a commit now. Any thread; never blocks. The future completes on the project's thread, never
     * exceptionally: what depends on it must be short.
     */
    public CompletableFuture<Outcome> request(Trigger trigger) {
        lock.lock();
        try {
            if (isClosing) {
                return CompletableFuture.completedFuture(new Outcome.Postponed("the server is stopping"));
            }
            for (Asked waiting : asked) {
                if (waiting.trigger() == trigger) {
                    return waiting.outcome().copy();
                }
            }
            Asked one = new Asked(trigger, new CompletableFuture<>());
            asked.add(one);
            news.signal();
            return one.outcome().copy();
        } finally {
            lock.unlock();
        }
    }

    /** Whether commits come about. Any thread, never blocks. */
    public Health.Status status() {
        return status;
    }

    ProjectId project() {
        return settings.project();
    }

    /** Where commits go. */
    public AutoCommitMode mode() {
        return settings.mode();
    }

    /** Lets a running commit end, at most {@link CommitPace#closeMillis}, and stops. Any thread. */
    @Override
    public void close() {
        List<Asked> refused;
        lock.lock();
        try {
            isClosing = true;
            refused = asked;
            asked = new ArrayList<>();
            news.signal();
        } finally {
            lock.unlock();
        }
        refused.forEach(one -> one.outcome().complete(new Outcome.Postponed("the server is stopping")));
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(Duration.ofMillis(settings.pace().closeMillis()))) {
                LOG.warn("The commit of {} that runs is ended: the server stops", settings.project());
                thread.interrupt();
                thread.join(Duration.ofMillis(settings.pace().closeMillis()));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            attempt.recover();
            for (Asked next = next(); next != null; next = next()) {
                commit(next);
            }
        } catch (InterruptedException e) {
            LOG.debug("Committing {} ends", settings.project(), e);
        } catch (RuntimeException e) {
            // Nobody else would notice that nothing is saved any more.
            status = new Health.Status(
                    Health.Level.UNHEALTHY, "auto-commit of " + settings.project() + " broke: " + e.getClass());
            LOG.error("Auto-commit of {} broke and ends", settings.project(), e);
        } finally {
            end();
        }
    }

    private void end() {
        lock.lock();
        try {
            isClosing = true;
            asked.forEach(one -> one.outcome().complete(new Outcome.Postponed("auto-commit ended")));
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what comes next; null at the end. */
    private @Nullable Asked next() throws InterruptedException {
        lock.lock();
        try {
            while (!isClosing) {
                long now = clock.nanos();
                if (!asked.isEmpty()) {
                    rhythm.begin(now);
                    return asked.removeFirst();
                }
                switch (rhythm.due(now)) {
                    case CHANGE -> {
                        rhythm.begin(now);
                        return new Asked(Trigger.CHANGE, new CompletableFuture<>());
                    }
                    case SCHEDULE -> {
                        rhythm.begin(now);
                        return new Asked(Trigger.SCHEDULE, new CompletableFuture<>());
                    }
                    case NOTHING -> {
                        // Woken early or not, it looks again what is due then.
                        long left = news.awaitNanos(rhythm.nanosUntilDue(now));
                        LOG.trace("Woken {} ns early", left);
                    }
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void commit(Asked next) throws InterruptedException {
        Outcome outcome;
        try {
            outcome = attempt.run(next.trigger());
        } catch (InterruptedException e) {
            next.outcome().complete(new Outcome.Postponed("auto-commit ended"));
            throw e;
        } catch (RuntimeException e) {
            // A run begins from nothing and leaves nothing half done, so that the next one may well go right; and to
            // save nothing any more until somebody notices would be worse.
            LOG.error("An auto-commit of {} broke", settings.project(), e);
            status = new Health.Status(
                    Health.Level.UNHEALTHY, "auto-commit of " + settings.project() + " broke: " + e.getClass());
            next.outcome().complete(new Outcome.Refused(Reason.GIT_FAILED, Reason.GIT_FAILED.advice()));
            return;
        }
        status = switch (outcome) {
            case Outcome.Committed committed -> concerned();
            case Outcome.Nothing nothing -> concerned();
            case Outcome.Refused refused ->
                refused.reason().isIntended()
                        ? Health.Status.HEALTHY
                        : new Health.Status(Health.Level.DEGRADED, refused.error());
            case Outcome.Postponed postponed -> new Health.Status(Health.Level.DEGRADED, postponed.why());
        };
        if (isWorthRetrying(outcome) || attempt.isOwed()) {
            lock.lock();
            try {
                rhythm.again(
                        clock.nanos(),
                        TimeUnit.MILLISECONDS.toNanos(settings.pace().retryMillis()));
            } finally {
                lock.unlock();
            }
        }
        next.outcome().complete(outcome);
    }

    private Health.Status concerned() {
        return attempt.concern()
                .map(trouble -> new Health.Status(Health.Level.DEGRADED, String.valueOf(trouble.getMessage())))
                .orElse(Health.Status.HEALTHY);
    }

    private static boolean isWorthRetrying(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Postponed postponed -> true;
            case Outcome.Refused refused -> refused.reason().passes();
            // What did not fit, or did not hold still, is for the next commit, which waits for no change.
            case Outcome.Committed committed ->
                committed.leftOut().named().stream().anyMatch(file -> switch (file.why()) {
                    case TOO_MANY_FILES, TOO_MANY_BYTES, CHANGING -> true;
                    case SECRET_NAME,
                            SECRET_CONTENT,
                            FILE_TOO_LARGE,
                            GIT_REFUSED,
                            FILTER_TIMEOUT,
                            MARKED_UNCHANGED,
                            UNREADABLE,
                            NO_FILE,
                            NESTED_REPOSITORY,
                            CONFLICT_MARKERS -> false;
                });
            case Outcome.Nothing nothing -> false;
        };
    }
}
