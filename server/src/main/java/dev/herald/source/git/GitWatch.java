package dev.herald.source.git;

import dev.herald.git.Git;
import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import dev.herald.source.files.ChangeListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what git does in the repository that a directory is in: tells its commits and its operations, and takes the
 * changes of files that git made out of those that {@code source.files} tells. A repository that is made later is found,
 * and one that goes is let go of.
 */
public final class GitWatch implements AutoCloseable {
    /** Who reports, as events name it. */
    public static final String SOURCE = Outgoing.SOURCE;

    private static final Logger LOG = LoggerFactory.getLogger(GitWatch.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** A repository that git does not agree to use is tried again soon, for it may just be made, and then seldom. */
    private static final int SOON_MAX = 10;

    private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final GitWatchSettings settings;
    private final Git git;
    private final Clock clock;
    private final HeldChanges changes;
    private final Outgoing outgoing;
    private final Thread thread;
    private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean isClosing;
    private volatile Health.Status status = Health.Status.HEALTHY;
    private @Nullable Watching current;
    /** The {@code .git} that the current repository was found by. */
    private @Nullable Path mark;

    private boolean hasSeenNone;
    private int refusals;

    /** @param inner hears the changes of files that are not git's, and warnings; may block and refuse */
    public GitWatch(GitWatchSettings settings, Git git, Keeper keeper, ChangeListener inner, Clock clock) {
        this.settings = settings;
        this.git = git;
        this.clock = clock;
        this.changes = new HeldChanges(inner, settings.heldMax(), this::wake);
        this.outgoing = new Outgoing(keeper);
        this.thread = Thread.ofPlatform()
                .name("herald-git-" + settings.project().value())
                .daemon()
                .unstarted(this::run);
    }

    /**
     * What the watch of the directory's files has to tell its changes to. Until {@link #start} and after {@link #close}
     * it hands on all of them.
     */
    public ChangeListener listener() {
        return changes;
    }

    /** Starts; completes when the repository has been looked at once. Any thread, once. */
    public CompletableFuture<Void> start() {
        thread.start();
        return ready;
    }

    /** Whether its thread lives; it ends when this is closed, or when it has met what it cannot handle. Any thread. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** How well the repository is watched. Any thread, never blocks. */
    public Health.Status status() {
        return outgoing.isRefused()
                ? new Health.Status(Health.Level.DEGRADED, "events of git wait: they are not accepted at the moment")
                : status;
    }

    /** Delivers what is held, and ends; waits for that, at most 5 s. After the watch of the files. Any thread. */
    @Override
    public void close() {
        isClosing = true;
        changes.close();
        wake();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(CLOSE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        // One is enough, however many there were.
        boolean isFirst = wakes.offer(Boolean.TRUE);
        LOG.trace("woken, first: {}", isFirst);
    }

    private void run() {
        try (Notices notices = new Notices(settings.project().value(), this::wake)) {
            while (!isClosing) {
                long wait = round(notices);
                ready.complete(null);
                if (!isClosing) {
                    wakes.poll(wait, TimeUnit.NANOSECONDS);
                }
            }
            if (current != null && !current.finish(clock.nanos())) {
                LOG.warn("Changes in {} were not accepted before the end", settings.root());
            }
        } catch (InterruptedException e) {
            LOG.warn("The watch of git in {} was ended while its events waited", settings.root());
        } catch (RuntimeException | Error e) {
            // Whatever it is, nobody else would notice; and the changes of files must not wait for a dead thread.
            LOG.error("The watch of git in {} broke and ends", settings.root(), e);
            status = new Health.Status(Health.Level.UNHEALTHY, "the watch of git broke: " + e);
            changes.close();
            passAtTheEnd();
        } finally {
            ready.complete(null);
        }
    }

    private long round(Notices notices) throws InterruptedException {
        long now = clock.nanos();
        Path root;
        try {
            root = settings.root().toRealPath();
        } catch (IOException e) {
            // Gone with the directory, or not there yet.
            let(now);
            hasSeenNone = true;
            return passAll() ? nanos(settings.pollMillis()) : nanos(settings.retryMillis());
        }
        @Nullable Path found = nearest(root);
        if (current != null && (!current.isThere() || !isSame(found))) {
            let(now);
        }
        if (current == null && !passAll()) {
            return nanos(settings.retryMillis());
        }
        if (found == null) {
            hasSeenNone = true;
            status = Health.Status.HEALTHY;
            return nanos(settings.pollMillis());
        }
        if (current == null) {
            return locate(root, found, notices);
        }
        long wait = current.round(now);
        status = current.status();
        return wait;
    }

    private void passAtTheEnd() {
        try {
            boolean isDone = passAll();
            LOG.info("What was held in {} has been told: {}", settings.root(), isDone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where there is no repository, nothing is held. */
    private boolean passAll() throws InterruptedException {
        changes.passAll();
        // Both are done, whatever becomes of the first.
        boolean isFlushed = outgoing.flush();
        return changes.deliver() && isFlushed;
    }

    private boolean isSame(@Nullable Path found) {
        return found != null && found.equals(mark);
    }

    private long locate(Path root, Path found, Notices notices) throws InterruptedException {
        long now = clock.nanos();
        WatchParts parts = new WatchParts(settings, git, changes, outgoing, notices);
        try {
            switch (Repository.at(git, root)) {
                case Repository.At at
                when root.startsWith(at.repository().workTree()) -> {
                    return begin(
                            new RepositoryWatch(parts, Watched.of(at.repository(), root), hasSeenNone, now), found);
                }
                case Repository.At at ->
                    refuse("its files are elsewhere: " + at.repository().workTree());
                case Repository.None none -> {
                    Optional<Repository> bare = BareWatch.find(git, found.resolveSibling(""));
                    if (bare.isPresent()) {
                        return begin(new BareWatch(parts, bare.get(), hasSeenNone, now), found);
                    }
                    refuse(none.why());
                }
            }
        } catch (IOException e) {
            refuse(e.toString());
        }
        return refusals < SOON_MAX ? nanos(settings.pollMillis()) : SELDOM_NANOS;
    }

    private long begin(Watching watching, Path found) throws InterruptedException {
        current = watching;
        mark = found;
        hasSeenNone = false;
        refusals = 0;
        return watching.round(clock.nanos());
    }

    private void refuse(String why) {
        refusals++;
        String detail = "the repository of " + settings.root() + " cannot be watched: " + why;
        if (status.level() == Health.Level.HEALTHY) {
            LOG.warn(detail);
        }
        status = new Health.Status(Health.Level.DEGRADED, detail);
    }

    private void let(long now) throws InterruptedException {
        if (current != null) {
            // What is not taken now is offered again.
            boolean isDone = current.finish(now);
            LOG.info("The repository of {} is gone; all told: {}", settings.root(), isDone);
            current = null;
            mark = null;
        }
    }

    private static @Nullable Path nearest(Path root) {
        for (Path at = root; at != null; at = at.getParent()) {
            Path candidate = at.resolve(".git");
            if (Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
                return candidate;
            }
        }
        return null;
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
