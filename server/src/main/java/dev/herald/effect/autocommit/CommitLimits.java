package dev.herald.effect.autocommit;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * What one commit may take. What is beyond is left out and named.
 *
 * @param fileBytesMax largest file
 * @param filesMax most files of one commit
 * @param bytesMax most bytes of these files together
 * @param namedMax most left-out files that an event names; their count is told in any case
 */
public record CommitLimits(long fileBytesMax, int filesMax, long bytesMax, int namedMax) {
    static final Setting<Long> FILE_BYTES = Setting.one(
            "auto-commit-file-bytes",
            Form.bytes("1 KiB", "1000 MiB"),
            "5000000",
            "A larger file is left out of auto-commits, and named.");
    static final Setting<Integer> FILES = Setting.one(
            "auto-commit-files",
            Form.whole(1, 1_000_000),
            "1000",
            "Changed files in one auto-commit; what is beyond is named, and is for the next.");
    static final Setting<Long> BYTES = Setting.one(
            "auto-commit-bytes",
            Form.bytes("1 KiB", "100 GiB"),
            "100000000",
            "Bytes of changed files in one auto-commit; what is beyond is named, and is for the next.");

    /** Files of 5 MB; 1,000 of them and 100 MB a commit; 50 named. */
    public static final CommitLimits DEFAULTS = of(Values.STANDARD);

    /** An event has room for so many of the longest names. */
    private static final int NAMED_MAX = 100;

    public CommitLimits {
        if (fileBytesMax <= 0 || fileBytesMax > Integer.MAX_VALUE / 2 || filesMax <= 0 || bytesMax <= 0) {
            throw new IllegalArgumentException("limits of a commit are above 0, and of a file below 1 GiB");
        }
        if (namedMax < 0 || namedMax > NAMED_MAX) {
            throw new IllegalArgumentException("an event names 0 to " + NAMED_MAX + " files, not " + namedMax);
        }
    }

    public static CommitLimits of(Values values) {
        return new CommitLimits(values.take(FILE_BYTES), values.take(FILES), values.take(BYTES), 50);
    }
}
