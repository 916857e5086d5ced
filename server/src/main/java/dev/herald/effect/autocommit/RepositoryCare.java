package dev.herald.effect.autocommit;

import dev.herald.effect.snapshots.PruneRules;
import dev.herald.effect.snapshots.Pruned;
import dev.herald.effect.snapshots.SnapshotRef;
import dev.herald.effect.snapshots.Snapshots;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the directories that are to be committed are in repositories, says so once for each that is not, and
 * looks again until it is; and prunes snapshots once a day. A thread of its own does it, {@code herald-repositories}.
 */
final class RepositoryCare implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryCare.class);
    private static final long PRUNE_MILLIS = 86_400_000;
    /** Until a call of git has ended. */
    private static final long END_MILLIS = 2_000;

    /**
     * When it does something.
     *
     * @param lookMillis between two looks at what is no repository yet
     * @param pruneMillis from the start to the first pruning: nobody's start waits for it
     */
    record Pace(long lookMillis, long pruneMillis) {
        static final Pace DEFAULT = new Pace(10_000, 300_000);
    }

    private final Git git;
    private final PruneAges kept;
    private final Pace pace;
    private final Clock clock;
    private final Map<Path, AutoCommitMode> directories = new LinkedHashMap<>();
    private final Map<Path, Health.Status> missing = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("herald-repositories").unstarted(this::run);

    RepositoryCare(Git git, PruneAges kept, Pace pace, Clock clock) {
        this.git = git;
        this.kept = kept;
        this.pace = pace;
        this.clock = clock;
    }

    /** Before the start. */
    void add(Path directory, AutoCommitMode mode) {
        directories.put(directory, mode);
    }

    void start() {
        if (!directories.isEmpty()) {
            thread.start();
        }
    }

    /** A committer's state, or that there is nothing to commit to. Any thread; never blocks. */
    Health.Status worse(Path directory, Health.Status status) {
        return status.level() == Health.Level.HEALTHY ? missing.getOrDefault(directory, status) : status;
    }

    private void run() {
        try {
            long nextPrune = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(pace.pruneMillis());
            Set<Path> unseen = new HashSet<>(directories.keySet());
            do {
                for (Path directory : Set.copyOf(unseen)) {
                    if (isRepository(directory)) {
                        unseen.remove(directory);
                    }
                }
                if (clock.nanos() - nextPrune >= 0) {
                    prune();
                    nextPrune = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(PRUNE_MILLIS);
                }
            } while (!closing.await(pace.lookMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopping) {
            LOG.debug("The care for repositories ends", stopping);
        }
    }

    private boolean isRepository(Path directory) throws InterruptedException {
        return switch (Repository.at(git, directory)) {
            case Repository.At at -> {
                if (missing.remove(directory) != null) {
                    LOG.info("{} is in a repository now: it is auto-committed", directory);
                }
                yield true;
            }
            case Repository.None none -> {
                String why = isGitThere(directory)
                        ? directory + " is in no repository that git agrees to use (" + none.why()
                                + "), so nothing is auto-committed: run git init there, or leave --auto-commit off"
                        : "the git program cannot be run, so nothing is auto-committed: install git, or put it in PATH";
                if (missing.put(directory, new Health.Status(Health.Level.DEGRADED, why)) == null) {
                    LOG.warn("auto-commit: {}", why);
                }
                yield false;
            }
        };
    }

    private boolean isGitThere(Path directory) throws InterruptedException {
        return !(git.run(GitCommand.in(directory, "--version")) instanceof GitResult.Stopped);
    }

    /** Each repository's once, whichever of its directories are watched. */
    private void prune() throws InterruptedException {
        Set<Path> pruned = new HashSet<>();
        for (Map.Entry<Path, AutoCommitMode> directory : directories.entrySet()) {
            if (directory.getValue() == AutoCommitMode.SHADOW
                    && Repository.at(git, directory.getKey()) instanceof Repository.At(Repository repository)
                    && pruned.add(repository.commonDirectory())) {
                prune(repository);
            }
        }
    }

    private void prune(Repository repository) throws InterruptedException {
        long oldest = kept.millisMax();
        Instant before =
                oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(Math.max(0, clock.epochMillis() - oldest));
        try {
            Snapshots snapshots = new Snapshots(git, repository);
            List<String> branches =
                    snapshots.branches().stream().map(SnapshotRef::branch).toList();
            for (Pruned one : snapshots.prune(branches, new PruneRules(before, kept.countMax()), false)) {
                if (one.removed() > 0) {
                    LOG.info(
                            "{}: pruned {} snapshots of branch {}, {} stay",
                            repository.workTree(),
                            one.removed(),
                            one.branch(),
                            one.kept());
                }
            }
        } catch (IOException e) {
            LOG.warn("{}: its snapshots cannot be pruned today: {}", repository.workTree(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
