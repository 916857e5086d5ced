package dev.herald.journal;

/**
 * How much is read at once, and how much may wait.
 *
 * @param threads that read, {@code herald-read-1} and so on; at least 2
 * @param historyThreadsMax so many of them may be reading history at a time; the rest are there for catch-up
 * @param historyWaitingMax so many questions to the history may wait; further ones are answered {@link ReadAnswer.Busy}
 * @param catchUpWaitingMax the same for catch-up, of which each shard of the hub asks for a few at a time
 */
public record ReadLimits(int threads, int historyThreadsMax, int historyWaitingMax, int catchUpWaitingMax) {
    public ReadLimits {
        if (threads < 2
                || historyThreadsMax < 1
                || historyThreadsMax >= threads
                || historyWaitingMax < 1
                || catchUpWaitingMax < 1) {
            throw new IllegalArgumentException("no such limits of reading: " + this);
        }
    }

    /** For a machine with so many cores. */
    public static ReadLimits of(int cores) {
        int threads = Math.clamp(cores, 2, 4);
        return new ReadLimits(threads, threads / 2, 64, 100_000);
    }
}
