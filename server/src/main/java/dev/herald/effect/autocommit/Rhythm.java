package dev.herald.effect.autocommit;

import java.util.concurrent.TimeUnit;

/**
 * When a commit is due: after quiet, after long enough without it, or by the schedule. Time is given in. One thread at a
 * time.
 */
final class Rhythm {
    /** What is due now. */
    enum Due {
        NOTHING,
        CHANGE,
        SCHEDULE
    }

    private final long quietNanos;
    private final long maxNanos;
    private final long scheduleNanos;
    private boolean isChanged;
    private long first;
    private long last;
    private long nextSchedule;
    private boolean isHeld;
    private long heldUntil;

    Rhythm(CommitPace pace, long now) {
        this.quietNanos = TimeUnit.MILLISECONDS.toNanos(pace.quietMillis());
        this.maxNanos = TimeUnit.MILLISECONDS.toNanos(pace.maxMillis());
        this.scheduleNanos = TimeUnit.MILLISECONDS.toNanos(pace.scheduleMillis());
        this.nextSchedule = now + scheduleNanos;
    }

    void changed(long now) {
        if (!isChanged) {
            isChanged = true;
            first = now;
        }
        last = now;
    }

    /** Something that was due could not be done: not before then, but then without waiting for quiet. */
    void again(long now, long nanos) {
        if (!isChanged) {
            isChanged = true;
            first = now - maxNanos;
            last = first;
        }
        isHeld = true;
        heldUntil = now + nanos;
    }

    Due due(long now) {
        if (isHeld && now - heldUntil < 0) {
            return Due.NOTHING;
        }
        isHeld = false;
        if (isChanged && (now - last >= quietNanos || now - first >= maxNanos)) {
            return Due.CHANGE;
        }
        return now - nextSchedule >= 0 ? Due.SCHEDULE : Due.NOTHING;
    }

    /** A commit begins: what is heard from now on is for the next one. */
    void begin(long now) {
        isChanged = false;
        isHeld = false;
        nextSchedule = now + scheduleNanos;
    }

    /** Until something is due if nothing else happens; at least 0. */
    long nanosUntilDue(long now) {
        long until = nextSchedule - now;
        if (isChanged) {
            until = Math.min(until, Math.min(last + quietNanos - now, first + maxNanos - now));
        }
        if (isHeld) {
            until = Math.max(until, heldUntil - now);
        }
        return Math.max(0, until);
    }
}
