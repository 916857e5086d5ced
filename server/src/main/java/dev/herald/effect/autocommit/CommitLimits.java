package dev.herald.effect.autocommit;

/**
 * What one commit may take. What is beyond is left out and named.
 *
 * @param fileBytesMax largest file
 * @param filesMax most files of one commit
 * @param bytesMax most bytes of these files together
 * @param namedMax most left-out files that an event names; their count is told in any case
 */
public record CommitLimits(long fileBytesMax, int filesMax, long bytesMax, int namedMax) {
    /** Files of 5 MB; 1,000 of them and 100 MB a commit; 50 named. */
    public static final CommitLimits DEFAULTS = new CommitLimits(5_000_000, 1_000, 100_000_000, 50);

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
}
