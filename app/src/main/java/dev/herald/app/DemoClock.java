package dev.herald.app;

import dev.herald.loop.Clock;

/**
 * The time of a server that is told an old story: it stands at the moment of what is told, and goes on from there as any
 * clock does. When it is put forward, so much time has passed by the timer of durations too, as if the server had lived
 * through it; else a server would rightly take it for a clock that has gone wrong. Any thread.
 */
final class DemoClock implements Clock {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Clock real;
    private final long begunBehindMillis;
    private volatile long behindMillis;

    /** @param epochMillis where it begins, in the past */
    DemoClock(Clock real, long epochMillis) {
        this.real = real;
        begunBehindMillis = Math.max(0, real.epochMillis() - epochMillis);
        behindMillis = begunBehindMillis;
    }

    /** Is put forward to this moment; one that it has passed already changes nothing. One thread. */
    void forwardTo(long epochMillis) {
        behindMillis = Math.clamp(real.epochMillis() - epochMillis, 0, behindMillis);
    }

    /** From now on it is as late as it really is. */
    void forwardToPresent() {
        behindMillis = 0;
    }

    @Override
    public long epochMillis() {
        return real.epochMillis() - behindMillis;
    }

    @Override
    public long nanos() {
        return real.nanos() + (begunBehindMillis - behindMillis) * NANOS_A_MILLI;
    }
}
