package dev.herald.server;

import dev.herald.git.Git;
import dev.herald.source.files.FileWatch;
import dev.herald.source.files.IntakeListener;
import dev.herald.source.git.GitWatch;
import dev.herald.source.git.Keeper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells the intake about the world: the watched directories, each with the watch of its repository. One thread
 * starts them; they close in the reverse order.
 */
final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    /** A start waits no longer for directories to be read once. */
    private static final long WATCHES_MILLIS_MAX = 2_000;

    private final Foundation on;
    private final Committing committing;
    private final Git git = Git.of(System.getenv());
    private final List<CompletableFuture<Void>> watching = new ArrayList<>();

    /** @param committing hears of what changes too, once the intake has it */
    Sources(Foundation on, Committing committing) {
        this.on = on;
        this.committing = committing;
    }

    /** Returns when what happens from now on is seen, or when reading the directories takes too long to wait for it. */
    void start() {
        on.settings.files().watches().forEach(this::watch);
        awaitWatches();
    }

    private void awaitWatches() {
        try {
            CompletableFuture.allOf(watching.toArray(CompletableFuture[]::new))
                    .get(WATCHES_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException large) {
            LOG.info("Directories are still being read: what happens in them is told from when that is done");
        } catch (ExecutionException broken) {
            LOG.debug("A watch broke, and has said so", broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The files tell their changes through the watch of git, which closes after them. */
    private void watch(Settings.Watch watch) {
        GitWatch repository = on.closing.add(
                "watch of git in " + watch.directory(),
                new GitWatch(
                        Translated.repository(watch, on.settings),
                        git,
                        Keeper.of(on.intake),
                        new IntakeListener(on.intake, watch.project()),
                        on.clock));
        on.health.add("git:" + watch.project(), repository::status);
        watching.add(repository.start());
        FileWatch files = on.closing.add(
                "watch of " + watch.directory(),
                new FileWatch(
                        Translated.watch(watch, on.settings),
                        committing.listening(watch, repository.listener()),
                        on.clock));
        on.health.add("files:" + watch.project(), files::status);
        watching.add(files.start());
    }
}
