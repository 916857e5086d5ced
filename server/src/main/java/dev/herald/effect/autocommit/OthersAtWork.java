package dev.herald.effect.autocommit;

import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps out of the way of people who use git at the same time. Their git waits for no lock of the index and gives up when
 * HEAD is not where it was when it began; so our few milliseconds must not fall into theirs. What a command of git has changed
 * has a new time: the index, HEAD or its log, the message of the last commit. And on Linux one sees which programs run,
 * such as a commit that has been waiting for its hook or editor for long. One thread at a time.
 */
final class OthersAtWork {
    private static final long LOOK_MILLIS = 20;
    private static final List<String> TRACES = List.of("index", "HEAD", "COMMIT_EDITMSG", "logs/HEAD");
    /** Not update-ref: that is what Herald itself starts beforehand. */
    private static final Set<String> WRITING = Set.of(
            "add",
            "am",
            "apply",
            "bisect",
            "checkout",
            "cherry-pick",
            "commit",
            "merge",
            "mv",
            "pull",
            "read-tree",
            "rebase",
            "reset",
            "restore",
            "revert",
            "rm",
            "stash",
            "switch",
            "update-index",
            "worktree");

    private final Repository repository;
    private final GitProcesses processes;
    private final CommitPace pace;
    private final Clock clock;

    OthersAtWork(Repository repository, CommitPace pace, Clock clock) {
        this.repository = repository;
        this.processes = new GitProcesses(repository);
        this.pace = pace;
        this.clock = clock;
    }

    /** Waits until nobody else has used git here for a while. */
    void await() throws IOException, InterruptedException {
        long end = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(pace.busyMillis());
        while (true) {
            boolean isLocked = Files.exists(repository.gitDirectory().resolve("index.lock"));
            if (!isLocked && !isUsedLately() && !processes.isRunning(WRITING)) {
                return;
            }
            if (clock.nanos() - end > 0) {
                throw new Trouble(isLocked ? Reason.INDEX_LOCKED : Reason.REPOSITORY_BUSY);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            if (Thread.interrupted()) {
                throw new InterruptedException("the server stops");
            }
        }
    }

    private boolean isUsedLately() throws IOException {
        long now = clock.epochMillis();
        for (String trace : TRACES) {
            try {
                long age = now
                        - Files.getLastModifiedTime(repository.gitDirectory().resolve(trace))
                                .toMillis();
                // A time to come is a clock that is wrong, not somebody at work.
                if (age < pace.gitQuietMillis() && age > -pace.gitQuietMillis()) {
                    return true;
                }
            } catch (NoSuchFileException e) {
                continue;
            }
        }
        return false;
    }
}
