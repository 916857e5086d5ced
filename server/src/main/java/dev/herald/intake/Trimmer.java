package dev.herald.intake;

import dev.herald.journal.Appender;
import dev.herald.journal.JournalException;
import dev.herald.loop.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the retention on the writer's thread: when it is due, bounded steps between two batches, until nothing is left
 * to go. A step that fails is tried again at the next interval; it loses nothing.
 */
final class Trimmer {
    private static final Logger LOG = LoggerFactory.getLogger(Trimmer.class);

    private final Appender journal;
    private final Retention retention;
    private final Clock clock;
    private final long intervalNanos;
    private long dueNanos;
    private boolean isFailing;

    Trimmer(Appender journal, Retention retention, Clock clock) {
        this.journal = journal;
        this.retention = retention;
        this.clock = clock;
        intervalNanos = TimeUnit.MILLISECONDS.toNanos(retention.intervalMillis());
        dueNanos = clock.nanos();
    }

    long nanosUntilDue() {
        return Math.max(0, dueNanos - clock.nanos());
    }

    /**
     * When it is due, removes twice as many events as were just appended, or one step when none were: so it catches up
     * with any load, and a batch never waits for more than its own share.
     */
    void stepIfDue(int appended) {
        if (nanosUntilDue() > 0) {
            return;
        }
        try {
            long removed = 0;
            long gone;
            do {
                gone = journal.trim(retention.rules(clock.epochMillis()));
                removed += gone;
            } while (gone > 0 && removed < 2L * appended);
            if (gone == 0) {
                dueNanos = clock.nanos() + intervalNanos;
            }
            isFailing = false;
        } catch (JournalException failure) {
            if (!isFailing) {
                LOG.warn("old events could not be removed, it is tried again: {}", failure.getMessage());
            }
            isFailing = true;
            dueNanos = clock.nanos() + intervalNanos;
        }
    }
}
