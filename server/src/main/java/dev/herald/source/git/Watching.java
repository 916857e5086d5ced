package dev.herald.source.git;

import dev.herald.meter.Health;

/** A repository that is watched, as long as it is there. Runs on the watch's thread, but for {@link #status}. */
sealed interface Watching permits RepositoryWatch, BareWatch {
    boolean isThere();

    /** Looks once; nanoseconds until the next round is due, if nothing is heard before. Blocks. */
    long round(long now) throws InterruptedException;

    /** Any thread. */
    Health.Status status();

    /** Nothing is waited for any more. Whether all that was held is delivered. Blocks. */
    boolean finish(long now) throws InterruptedException;
}
