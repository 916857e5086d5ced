package dev.herald.net;

import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One moment that a connection must not pass, moved with every request. Moving it later costs two fields: the timer that
 * is already set looks again when it fires. Runs on its loop.
 */
public final class Deadline {
    private final Loop loop;
    private final Clock clock;
    private final Runnable passed;
    private boolean isSet;
    private long atNanos;
    private long timerNanos;
    private Loop.@Nullable Timer timer;

    public Deadline(Loop loop, Clock clock, Runnable passed) {
        this.loop = loop;
        this.clock = clock;
        this.passed = passed;
    }

    public void set(Duration fromNow) {
        isSet = true;
        atNanos = clock.nanos() + fromNow.toNanos();
        if (timer == null || timerNanos - atNanos > 0) {
            schedule();
        }
    }

    /** Not now; the timer, if there is one, finds nothing to do. */
    public void clear() {
        isSet = false;
    }

    /** For good: leaves nothing behind in the loop. */
    public void cancel() {
        isSet = false;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = atNanos;
        long millis = Math.max(0, (atNanos - clock.nanos() + 999_999) / 1_000_000);
        timer = loop.schedule(millis, this::onTimer);
    }

    private void onTimer() {
        loop.check();
        timer = null;
        if (!isSet) {
            return;
        }
        if (clock.nanos() - atNanos < 0) {
            schedule();
        } else {
            isSet = false;
            passed.run();
        }
    }
}
