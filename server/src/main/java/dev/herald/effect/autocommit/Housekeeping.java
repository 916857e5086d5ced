package dev.herald.effect.autocommit;

import dev.herald.git.Repository;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees whether git tidies a repository up. While it does, it removes objects that nothing referred to when it began, also
 * those that something refers to by now: so nothing is committed meanwhile. One thread at a time.
 */
final class Housekeeping {
    private static final long LOOK_MILLIS = 50;
    /** Git itself believes older notes no more. */
    private static final long NOTE_MILLIS_MAX = TimeUnit.HOURS.toMillis(12);
    /** This lock names nobody: one that is older was left behind. */
    private static final long LOCK_MILLIS_MAX = TimeUnit.HOURS.toMillis(1);

    private static final Set<String> COMMANDS = Set.of("gc", "prune", "prune-packed", "repack", "maintenance");

    private final Path note;
    private final Path lock;
    private final GitProcesses processes;
    private final long waitMillis;
    private final Clock clock;

    Housekeeping(Repository repository, CommitPace pace, Clock clock) {
        this.note = repository.commonDirectory().resolve("gc.pid");
        this.lock = repository.commonDirectory().resolve("objects/maintenance.lock");
        this.processes = new GitProcesses(repository);
        this.waitMillis = pace.busyMillis();
        this.clock = clock;
    }

    /** Waits until it has ended. */
    void await() throws IOException, InterruptedException {
        if (!ends()) {
            throw new Trouble(Reason.GC_IN_PROGRESS);
        }
    }

    /** Waits for a while; whether it has ended. */
    boolean ends() throws IOException, InterruptedException {
        long end = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (isUnderWay()) {
            if (clock.nanos() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            if (Thread.interrupted()) {
                throw new InterruptedException("the server stops");
            }
        }
        return true;
    }

    private boolean isUnderWay() throws IOException {
        return isNoted() || isYounger(lock, LOCK_MILLIS_MAX) || processes.isRunning(COMMANDS);
    }

    /** Git writes its process and the machine there. */
    private boolean isNoted() throws IOException {
        if (!isYounger(note, NOTE_MILLIS_MAX)) {
            return false;
        }
        try {
            String[] words = Files.readString(note).strip().split(" ");
            boolean isHere = words.length == 2 && words[1].equals(machine());
            return !isHere || ProcessHandle.of(Long.parseLong(words[0])).isPresent();
        } catch (NoSuchFileException e) {
            return false;
        } catch (NumberFormatException e) {
            return true; // it is being written
        }
    }

    private static String machine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return ""; // then its age has to do
        }
    }

    private boolean isYounger(Path file, long millis) throws IOException {
        try {
            return clock.epochMillis() - Files.getLastModifiedTime(file).toMillis() < millis;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
