package dev.herald.intake;

import dev.herald.journal.Appender;
import dev.herald.journal.JournalException;
import dev.herald.loop.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Tries whether a journal that failed can write again. Without it a server that nobody publishes to, because it says
 * that it is not ready, would say so for ever. The writer's thread.
 */
final class Probe {
    static final long INTERVAL_MILLIS = 2_000;

    private final Appender journal;
    private final Clock clock;
    private long dueNanos;

    Probe(Appender journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** The journal has failed just now. */
    void postpone() {
        dueNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
    }

    long nanosUntilDue() {
        return Math.max(0, dueNanos - clock.nanos());
    }

    /**
     * Writes.
     *
     * @throws JournalException when the journal still cannot
     */
    void write() {
        journal.probe();
    }
}
