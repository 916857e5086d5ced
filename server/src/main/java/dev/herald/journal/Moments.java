package dev.herald.journal;

import dev.herald.event.Position;
import dev.herald.meter.Health;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moments that new events get: the clock's, as long as it can be right. Positions never go back, so a clock that
 * jumps ahead pins the ids and times of all that follows until the true time has caught up. What a jump may do is
 * therefore bounded: one of more than {@value #JUMP_MILLIS_MAX} ms beyond what has passed by the timer of durations is not
 * followed for {@value #DOUBT_MILLIS} ms, in which a time service has mended a fault; a clock that stays there is right
 * after all (a machine that slept), and is followed then. A smaller jump is followed at once. Both are told.
 *
 * <p>{@link #next} is the writer's; {@link #status} is for any thread.
 */
public final class Moments {
    static final long JUMP_MILLIS_MAX = 24 * 60 * 60 * 1_000;
    static final long DOUBT_MILLIS = 10 * 60 * 1_000;
    /** Ids so far ahead of the clock are told. */
    static final long AHEAD_MILLIS_MAX = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Moments.class);

    private final LongSupplier epochMillis;
    private final LongSupplier nanos;
    private long baseMillis;
    private long baseNanos;
    private long doubtNanos;
    private volatile long jumpMillis;

    /**
     * @param epochMillis the clock; may jump
     * @param nanos of durations, never goes back
     * @param newest event of the log as it is opened
     */
    public Moments(LongSupplier epochMillis, LongSupplier nanos, Position newest) {
        this.epochMillis = epochMillis;
        this.nanos = nanos;
        trust(epochMillis.getAsLong());
        long days = (baseMillis - newest.epochMillis()) / JUMP_MILLIS_MAX;
        if (!newest.equals(Position.ORIGIN) && days > 0) {
            LOG.info(
                    "the newest event is {} days old by this machine's clock; if that is not so, correct the clock",
                    days);
        }
    }

    private void trust(long millis) {
        baseMillis = millis;
        baseNanos = nanos.getAsLong();
        jumpMillis = 0;
    }

    /** The moment of what is appended now. */
    public long next() {
        long now = epochMillis.getAsLong();
        long passed = (nanos.getAsLong() - baseNanos) / 1_000_000;
        long jump = now - baseMillis - passed;
        if (jump <= JUMP_MILLIS_MAX) {
            if (jumpMillis != 0) {
                LOG.info("the clock is right again");
                jumpMillis = 0;
            }
            return now;
        }
        if (jumpMillis == 0) {
            doubtNanos = nanos.getAsLong();
            jumpMillis = jump;
            LOG.error(
                    "the clock has jumped ahead by {} s and is not followed: correct it; if it stays there, it is followed"
                            + " in {} minutes",
                    jump / 1_000,
                    DOUBT_MILLIS / 60_000);
        } else if ((nanos.getAsLong() - doubtNanos) / 1_000_000 >= DOUBT_MILLIS) {
            LOG.warn("the clock stays {} s ahead of where it was: it is followed from now on", jump / 1_000);
            trust(now);
            return now;
        }
        return baseMillis + passed;
    }

    /** Whether the clock can be right, by the newest event and what was seen of it. */
    public Health.Status status(Position newest) {
        long jump = jumpMillis;
        if (jump > 0) {
            return new Health.Status(
                    Health.Level.DEGRADED,
                    "the clock has jumped ahead by " + jump / 1_000 + " s and is not followed yet: correct it");
        }
        long ahead = newest.epochMillis() - epochMillis.getAsLong();
        return ahead <= AHEAD_MILLIS_MAX
                ? Health.Status.HEALTHY
                : new Health.Status(
                        Health.Level.DEGRADED,
                        "the clock is " + ahead / 1_000
                                + " s behind the newest event: it went back, or was ahead before;"
                                + " ids and times stay there until it has caught up");
    }
}
