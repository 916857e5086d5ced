package dev.herald.source.files;

import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a directory and all below it. What is there at the start is not told; what becomes of it from then on is, once
 * and in order, until the watch is closed.
 */
public final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    /** Places settled in one round: a round holds up the system's queue. */
    private static final int ROUND_MAX = 2_000;
    /** Signals heard between two rounds. */
    private static final int SIGNALS_MAX = 1_000;
    /** A round of polling takes at most one part in so many of the time. */
    private static final int POLL_SHARE = 50;

    /** Looking at everything takes at most one part in so many of the time. */
    private static final int LOOK_SHARE = 500;

    private static final long CLOSE_MILLIS = 5_000;

    private final FileWatchSettings settings;
    private final ChangeListener listener;
    private final Clock clock;
    private final Disk disk;
    private final Watches watches;
    private final Coverage coverage;
    private final Hints hints;
    private final Outbox outbox;
    private final Tree tree;
    private final Reconciler reconciler;
    private final Mounts mounts = new Mounts();
    private final Thread thread;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Health.Status status = Health.Status.HEALTHY;
    private boolean isRootMissing = true;
    private long nextRootLook;
    private long nextPoll;
    private long nextLook;

    /** Watches with the system's notifications, and by polling where there are none. */
    public FileWatch(FileWatchSettings settings, ChangeListener listener, Clock clock) {
        this(settings, listener, clock, new LocalDisk(), watches(listener));
    }

    FileWatch(FileWatchSettings settings, ChangeListener listener, Clock clock, Disk disk, Watches watches) {
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.disk = disk;
        this.watches = watches;
        this.coverage = new Coverage(settings.root(), watches, this::warn);
        this.hints = new Hints(new Settler<>(
                TimeUnit.MILLISECONDS.toNanos(settings.quietMillis()),
                TimeUnit.MILLISECONDS.toNanos(settings.maxMillis()),
                settings.pendingMax()));
        this.outbox = new Outbox(listener, settings.batchMax(), settings.retryMillis());
        Ledger ledger = new Ledger(outbox::add);
        this.tree = new Tree(settings, disk, coverage, hints, ledger, clock);
        this.reconciler = new Reconciler(tree, hints, ledger, clock);
        this.thread = Thread.ofPlatform()
                .name("herald-files-" + settings.name())
                .daemon()
                .unstarted(this::run);
    }

    /** Starts; completes when the directory has been read once, from when on changes are told. Any thread, once. */
    public CompletableFuture<Void> start() {
        thread.start();
        return ready;
    }

    /** Whether its thread lives; it ends when this is closed, or when it has met what it cannot handle. Any thread. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** How well the directory is watched. Any thread, never blocks. */
    public Health.Status status() {
        return outbox.isRefused()
                ? new Health.Status(Health.Level.DEGRADED, "file changes wait: they are not accepted at the moment")
                : status;
    }

    /** Tells what has not settled yet, and ends; waits for that, at most 5 s. Any thread. */
    @Override
    public void close() {
        closing.countDown();
        try {
            watches.close();
            if (!thread.join(java.time.Duration.ofMillis(CLOSE_MILLIS))) {
                thread.interrupt();
            }
        } catch (IOException e) {
            LOG.warn("Cannot close the watch of {}: {}", settings.root(), e.toString());
            thread.interrupt();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            long now = clock.nanos();
            tree.refreshRules(now);
            lookAtRoot(Tree.Scan.BASELINE, now);
            nextRootLook = now + nanos(settings.rootMillis());
            nextPoll = now + nanos(settings.pollMillis());
            nextLook = clock.nanos() + nanos(settings.lookMillis());
            status = look();
            ready.complete(null);
            while (closing.getCount() > 0) {
                listen();
                settle(hints.due(clock.nanos(), ROUND_MAX));
                lookAround();
                status = look();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("The watch of {} ends", settings.root(), e);
        } catch (InterruptedException e) {
            LOG.warn("The watch of {} was ended while its changes waited", settings.root());
            return;
        } catch (RuntimeException | Error e) {
            // Whatever it is, nobody else would notice that the directory is no longer watched.
            status = new Health.Status(Health.Level.UNHEALTHY, "the watch of " + settings.root() + " broke: " + e);
            LOG.error("The watch of {} broke and ends", settings.root(), e);
            ready.completeExceptionally(e);
            return;
        }
        finish();
    }

    private void listen() throws InterruptedException {
        Watches.@Nullable Signal signal = watches.poll(millisToWait(clock.nanos()));
        for (int i = 0; signal != null; i++) {
            onSignal(signal, clock.nanos());
            signal = i < SIGNALS_MAX ? watches.poll(0) : null;
        }
    }

    private void onSignal(Watches.Signal signal, long now) {
        Folder folder = signal.folder();
        if (folder.isGone) {
            return;
        }
        if (signal.isOverflow()) {
            hints.rescan(folder, now);
        }
        for (Path name : signal.names()) {
            try {
                tree.onHint(folder, name, now);
            } catch (IOException e) {
                LOG.debug("Cannot look at {} in {}", name, folder.prefix(), e);
                hints.rescan(folder, now);
            }
        }
        if (!signal.isValid()) {
            folder.watch = null;
            if (folder.parent != null) {
                hints.hint(new Place(folder.parent, folder.name), now);
            } else {
                nextRootLook = now;
            }
        }
    }

    private void settle(List<Settler.Due<Place>> due) throws InterruptedException {
        if (!due.isEmpty()) {
            reconciler.settle(due);
        }
        outbox.deliver(closing);
    }

    /** What nobody tells: the root itself, git's settings, folders without a watch. */
    private void lookAround() throws InterruptedException {
        long now = clock.nanos();
        if (now - nextRootLook >= 0) {
            lookAtRoot(Tree.Scan.FIND, now);
            if (!isRootMissing && tree.refreshRules(now)) {
                tree.scan(tree.top(), Tree.Scan.REVEAL, true, now);
            }
            if (!isRootMissing && mounts.haveChanged()) {
                tree.scan(tree.top(), Tree.Scan.FIND, true, now);
            }
            nextRootLook = clock.nanos() + nanos(isRootMissing ? settings.quietMillis() : settings.rootMillis());
        }
        if (now - nextPoll >= 0) {
            for (Folder folder : coverage.pollable()) {
                tree.scan(folder, Tree.Scan.FIND, false, clock.nanos());
            }
            coverage.polled();
            long took = clock.nanos() - now;
            nextPoll = clock.nanos() + Math.max(nanos(settings.pollMillis()), took * POLL_SHARE);
        }
        lookAtAll();
    }

    /**
     * What the system never tells of, such as a file that is written through memory, is found by looking at everything
     * from time to time.
     */
    private void lookAtAll() {
        long now = clock.nanos();
        if (!isRootMissing && now - nextLook >= 0) {
            tree.scan(tree.top(), Tree.Scan.FIND, true, now);
            long took = clock.nanos() - now;
            nextLook = clock.nanos() + Math.max(nanos(settings.lookMillis()), took * LOOK_SHARE);
        }
    }

    private void lookAtRoot(Tree.Scan scan, long now) {
        Optional<Entry> entry;
        try {
            entry = disk.lookAtRoot(settings.root()).filter(Entry::isFolder);
        } catch (IOException e) {
            // As good as gone while it lasts: what was in it is not told as deleted though, for nobody knows.
            LOG.debug("Cannot look at {}", settings.root(), e);
            return;
        }
        if (entry.isEmpty()) {
            if (!isRootMissing) {
                isRootMissing = true;
                tree.loseRoot(now);
            }
            return;
        }
        boolean isOther = entry.get().stamp().identity() != tree.top().identity;
        if (isRootMissing || isOther || !coverage.isCovered(tree.top())) {
            isRootMissing = false;
            tree.renewRoot(entry.get(), scan, now);
        }
    }

    private Health.Status look() {
        return isRootMissing
                ? new Health.Status(Health.Level.DEGRADED, settings.root() + " is not there")
                : coverage.status();
    }

    private long millisToWait(long now) {
        long next = Math.min(Math.min(nextRootLook, nextLook) - now, hints.nanosUntilDue(now));
        if (coverage.isPolling()) {
            next = Math.min(next, nextPoll - now);
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(next));
    }

    /** At the end nothing waits for quiet any more. */
    private void finish() {
        try {
            reconciler.settle(hints.all());
            int left = outbox.deliver(closing);
            if (left > 0) {
                LOG.warn("{} changes below {} were not accepted before the end", left, settings.root());
            }
        } catch (InterruptedException e) {
            LOG.warn("The watch of {} was ended while its last changes waited", settings.root());
        }
    }

    private void warn(String message) {
        LOG.warn(message);
        listener.onWarning(message);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Watches watches(ChangeListener listener) {
        try {
            return new NioWatches();
        } catch (IOException e) {
            String message = "The system gives no more file watches (" + e.getMessage()
                    + "): directories are polled, which is slower. Raise it: sudo sysctl"
                    + " fs.inotify.max_user_instances=1024";
            LOG.warn(message);
            listener.onWarning(message);
            return new NoWatches();
        }
    }
}
