package dev.herald.journal;

import dev.herald.meter.Health;

/**
 * The one ordered durable log, as an engine gives it: what is written, what is read, where it ends, and the states that
 * were computed from it. Only the wiring sees it whole; everybody else is given the one side that he needs.
 */
public interface Journal extends Appender, Reader, Tail, Snapshots, AutoCloseable {
    /**
     * What is wrong with the log although it can be read and written: damage that was found in it, a clock that cannot be
     * right. Any thread; never blocks.
     */
    default Health.Status status() {
        return Health.Status.HEALTHY;
    }

    /** Waits for those who read and write, then closes. What is called afterwards throws {@link JournalException}. */
    @Override
    void close();
}
