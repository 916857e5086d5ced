package dev.herald.source.files;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.nio.file.Path;
import java.util.Set;

/**
 * How a directory is watched.
 *
 * @param root the directory; it need not exist yet
 * @param name what the thread is called after: the project
 * @param never absolute paths that are neither watched nor reported, with all below: the server's own data and output
 * @param home where git's settings are
 * @param quietMillis a file is looked at when nothing was heard of it for so long
 * @param maxMillis and at the latest so long after it was first heard of
 * @param pollMillis how often directories are looked at that cannot be watched; at least
 * @param rootMillis how often the root itself and git's settings are looked at
 * @param lookMillis how often all of it is looked at, for what the system does not tell of; at least
 * @param retryMillis how long until changes that were not taken are offered again
 * @param batchMax most changes told at once
 * @param pendingMax most files that settle at once; what is beyond is found by looking at their directories later
 */
public record FileWatchSettings(
        Path root,
        String name,
        Set<Path> never,
        GitHome home,
        long quietMillis,
        long maxMillis,
        long pollMillis,
        long rootMillis,
        long lookMillis,
        long retryMillis,
        int batchMax,
        int pendingMax) {
    public static final Setting<Long> QUIET = Setting.one(
            "quiet",
            Form.duration("1 ms", "60000 ms"),
            "200 ms",
            "A changed file is reported when it has been left alone for so long.");
    public static final Setting<Long> SETTLE = Setting.one(
            "settle",
            Form.duration("1 ms", "600000 ms"),
            "2000 ms",
            "And at the latest after so long; at least `quiet`.");

    public FileWatchSettings {
        root = root.toAbsolutePath().normalize();
        never = Set.copyOf(never);
        positive("quietMillis", quietMillis);
        positive("pollMillis", pollMillis);
        positive("rootMillis", rootMillis);
        positive("lookMillis", lookMillis);
        positive("retryMillis", retryMillis);
        positive("batchMax", batchMax);
        positive("pendingMax", pendingMax);
        if (maxMillis < quietMillis) {
            throw new IllegalArgumentException("maxMillis " + maxMillis + " is below quietMillis " + quietMillis);
        }
    }

    /** The defaults: polled every 2 s, all looked at every minute; 256 changes at once, 50,000 files settling. */
    public static FileWatchSettings of(Path root, String name) {
        return of(root, name, Values.STANDARD);
    }

    public static FileWatchSettings of(Path root, String name, Values values) {
        return new FileWatchSettings(
                root,
                name,
                Set.of(),
                GitHome.of(System.getenv()),
                values.take(QUIET),
                values.take(SETTLE),
                2_000,
                1_000,
                60_000,
                500,
                256,
                50_000);
    }

    /** The same, without these paths and what is below them. */
    public FileWatchSettings without(Set<Path> paths) {
        return new FileWatchSettings(
                root,
                name,
                paths,
                home,
                quietMillis,
                maxMillis,
                pollMillis,
                rootMillis,
                lookMillis,
                retryMillis,
                batchMax,
                pendingMax);
    }

    private static void positive(String setting, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(setting + " is above 0, not " + value);
        }
    }
}
