package dev.herald.loop;

/**
 * A single thread that owns state and never blocks. What it owns is touched only from inside it; others post.
 */
public interface Loop {
    /** Runs the task on this loop, after those posted before it. Any thread; never blocks. */
    void post(Runnable task);

    /**
     * Runs the task when the loop has looked at its connections again. For work that is done in parts: a part that posts
     * the next one keeps all connections waiting, for what is posted runs before they are looked at. Any thread.
     */
    default void later(Runnable task) {
        post(task);
    }

    /** Runs the task on this loop after the delay. Any thread. */
    Timer schedule(long delayMillis, Runnable task);

    /** Whether the caller runs on this loop. */
    boolean isInside();

    /** Stops a caller that is not on this loop: a broken invariant, not a condition to handle. */
    default void check() {
        if (!isInside()) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + ", which is not the loop that owns this");
        }
    }

    /** A task that was scheduled and can be called off. */
    interface Timer {
        /** Any thread; without effect when the task has run. */
        void cancel();
    }
}
