package dev.herald.journal;

import dev.herald.loop.Clock;

/** A clock that stands until the test moves it, also backwards. Any thread. */
public final class ManualClock implements Clock {
    public static final long START_MILLIS = 1_763_635_200_000L;

    private volatile long millis = START_MILLIS;
    private volatile long nanos;

    /** Both the moment and the durations; a negative number moves only the moment. */
    public void advance(long byMillis) {
        millis += byMillis;
        nanos += Math.max(0, byMillis) * 1_000_000;
    }

    @Override
    public long epochMillis() {
        return millis;
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
