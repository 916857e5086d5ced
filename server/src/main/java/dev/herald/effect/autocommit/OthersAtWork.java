package dev.herald.effect.autocommit;

import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    private static final Path PROCESSES = Path.of("/proc");
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
    private final CommitPace pace;
    private final Clock clock;

    OthersAtWork(Repository repository, CommitPace pace, Clock clock) {
        this.repository = repository;
        this.pace = pace;
        this.clock = clock;
    }

    /** Waits until nobody else has used git here for a while. */
    void await() throws IOException, InterruptedException {
        long end = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(pace.busyMillis());
        while (true) {
            boolean isLocked = Files.exists(repository.gitDirectory().resolve("index.lock"));
            if (!isLocked && !isUsedLately() && !isUsedNow()) {
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

    /** Whether a git that changes something runs in the work tree. False where one cannot see that. */
    private boolean isUsedNow() {
        if (!Files.isDirectory(PROCESSES)) {
            return false;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : all) {
                if (isWritingHere(process)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // it is a courtesy: without it the times of files have to do
        }
        return false;
    }

    private boolean isWritingHere(Path process) {
        try {
            if (!Files.readString(process.resolve("comm")).equals("git\n")) {
                return false;
            }
            Path directory = Files.readSymbolicLink(process.resolve("cwd"));
            if (!directory.startsWith(repository.workTree()) && !directory.startsWith(repository.gitDirectory())) {
                return false;
            }
            String[] arguments = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0");
            for (int i = 1; i < arguments.length; i++) {
                if (arguments[i].equals("-c") || arguments[i].equals("-C")) {
                    i++;
                } else if (!arguments[i].startsWith("-")) {
                    return WRITING.contains(arguments[i]);
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false; // it ended, or is somebody else's
        }
    }
}
