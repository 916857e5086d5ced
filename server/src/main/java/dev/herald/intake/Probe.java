package dev.herald.intake;

import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.loop.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Tries whether a journal that failed can write again. Without it a server that nobody publishes to, because it says
 * that it is not ready, would say so for ever. What it writes is a snapshot of its own: no event. The writer's thread.
 */
final class Probe {
    static final long INTERVAL_MILLIS = 2_000;
    /** More than a page or two, which a full disk may still have room for. */
    private static final int BYTES = 64 * 1024;

    private static final String NAME = "intake.probe";

    private final Journal journal;
    private final Clock clock;
    private long dueNanos;

    Probe(Journal journal, Clock clock) {
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
        journal.saveSnapshot(NAME, journal.newest(), new byte[BYTES]);
        journal.saveSnapshot(NAME, journal.newest(), new byte[0]);
    }
}
