package dev.herald.effect.autocommit;

/**
 * When it commits. All in milliseconds.
 *
 * @param quietMillis after the last change
 * @param maxMillis and at the latest so long after the first
 * @param scheduleMillis whatever was heard of, so often, if something is found changed
 * @param retryMillis until what could not be done for a moment is tried again: a journal that does not accept, a
 *     repository in use
 * @param gitQuietMillis in {@code branch} mode: how long nobody else must have used git in the repository. No round
 *     number, so that what somebody does once a second never falls together with it
 * @param busyMillis how long a commit waits for that, or for a lock of the index, before it gives up
 * @param hookMillis what a hook may take
 * @param pushMillis what a push may take
 * @param closeMillis what a running commit gets when the server stops
 */
public record CommitPace(
        long quietMillis,
        long maxMillis,
        long scheduleMillis,
        long retryMillis,
        long gitQuietMillis,
        long busyMillis,
        long hookMillis,
        long pushMillis,
        long closeMillis) {
    /** Quiet for 2 s, at most a minute; every 15 minutes; a hook and a push may take a minute each. */
    public static final CommitPace DEFAULTS =
            new CommitPace(2_000, 60_000, 900_000, 5_000, 1_370, 10_000, 60_000, 60_000, 5_000);

    public CommitPace {
        long least = Math.min(Math.min(quietMillis, scheduleMillis), Math.min(retryMillis, gitQuietMillis));
        least = Math.min(Math.min(least, busyMillis), Math.min(Math.min(hookMillis, pushMillis), closeMillis));
        if (least <= 0) {
            throw new IllegalArgumentException("times are above 0 ms");
        }
        if (maxMillis < quietMillis) {
            throw new IllegalArgumentException("maxMillis " + maxMillis + " is below quietMillis " + quietMillis);
        }
    }

    /** The same, on another schedule. */
    public CommitPace every(long millis) {
        return new CommitPace(
                quietMillis,
                maxMillis,
                millis,
                retryMillis,
                gitQuietMillis,
                busyMillis,
                hookMillis,
                pushMillis,
                closeMillis);
    }

    /** The same, settling otherwise. */
    public CommitPace settling(long quiet, long max) {
        return new CommitPace(
                quiet,
                max,
                scheduleMillis,
                retryMillis,
                gitQuietMillis,
                busyMillis,
                hookMillis,
                pushMillis,
                closeMillis);
    }
}
