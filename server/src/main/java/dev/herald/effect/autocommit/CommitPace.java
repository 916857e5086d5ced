package dev.herald.effect.autocommit;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.util.Optional;

/**
 * When it commits. All in milliseconds.
 *
 * @param quietMillis after the last change
 * @param maxMillis and at the latest so long after the first
 * @param scheduleMillis whatever was heard of, so often, if something is found changed
 * @param retryMillis until what could not be done for a moment is tried again: a journal that does not accept, a
 *     repository in use
 * @param gitQuietMillis in {@code branch} mode: how long nobody else must have used git in the repository. No round
 *     number, so that what somebody does once a second never falls together with it
 * @param busyMillis how long a commit waits for that, or for a lock of the index, before it gives up
 * @param hookMillis what a hook may take
 * @param pushMillis what a push may take
 * @param closeMillis what a running commit gets when the server stops
 */
public record CommitPace(
        long quietMillis,
        long maxMillis,
        long scheduleMillis,
        long retryMillis,
        long gitQuietMillis,
        long busyMillis,
        long hookMillis,
        long pushMillis,
        long closeMillis) {
    /** Stands for a schedule that is off. */
    private static final long NEVER = 3_650L * 86_400_000;

    static final Setting<Long> QUIET = Setting.one(
            "auto-commit-quiet",
            Form.duration("1 s", "3600 s"),
            "2 s",
            "A commit is made when nothing has changed for so long.");
    static final Setting<Long> AT_LEAST = Setting.one(
            "auto-commit-at-least",
            Form.duration("1 s", "86400 s"),
            "60 s",
            "And this long after the first change at the latest, while changes go on; at least `auto-commit-quiet`.");
    static final Setting<Long> EVERY = Setting.one(
            "auto-commit-every",
            Form.durationOr("off", NEVER, "1 m", "7 d"),
            "15 m",
            "And on this schedule, if something has changed that nobody told of; `off` for no schedule.");
    static final Setting<Long> HOOK_TIMEOUT = Setting.one(
            "auto-commit-hook-timeout",
            Form.duration("1 s", "3600 s"),
            "60 s",
            "A hook of the repository that takes longer is ended, and the auto-commit refused; filters have so long in one commit together, and what they are not done with is left out.");

    /** Quiet for 2 s, at most a minute; every 15 minutes; a hook and a push may take a minute each. */
    public static final CommitPace DEFAULTS = of(Values.STANDARD);

    public CommitPace {
        long least = Math.min(Math.min(quietMillis, scheduleMillis), Math.min(retryMillis, gitQuietMillis));
        least = Math.min(Math.min(least, busyMillis), Math.min(Math.min(hookMillis, pushMillis), closeMillis));
        if (least <= 0) {
            throw new IllegalArgumentException("times are above 0 ms");
        }
        if (maxMillis < quietMillis) {
            throw new IllegalArgumentException("maxMillis " + maxMillis + " is below quietMillis " + quietMillis);
        }
    }

    /** As {@link #contradiction} has nothing against. */
    public static CommitPace of(Values values) {
        return new CommitPace(
                values.take(QUIET),
                values.take(AT_LEAST),
                values.take(EVERY),
                5_000,
                1_370,
                10_000,
                values.take(HOOK_TIMEOUT),
                60_000,
                5_000);
    }

    /** What is wrong with values of which each by itself is allowed. */
    public static Optional<String> contradiction(Values values) {
        long quiet = values.take(QUIET);
        long most = values.take(AT_LEAST);
        return most >= quiet
                ? Optional.empty()
                : Optional.of(
                        "auto-commit-at-least: " + most + " ms must be at least auto-commit-quiet, " + quiet + " ms");
    }

    /** The same, giving a running commit so long when the server stops. */
    public CommitPace closing(long millis) {
        return new CommitPace(
                quietMillis,
                maxMillis,
                scheduleMillis,
                retryMillis,
                gitQuietMillis,
                busyMillis,
                hookMillis,
                pushMillis,
                millis);
    }

    /** The same, on another schedule. */
    public CommitPace every(long millis) {
        return new CommitPace(
                quietMillis,
                maxMillis,
                millis,
                retryMillis,
                gitQuietMillis,
                busyMillis,
                hookMillis,
                pushMillis,
                closeMillis);
    }

    /** The same, settling otherwise. */
    public CommitPace settling(long quiet, long max) {
        return new CommitPace(
                quiet,
                max,
                scheduleMillis,
                retryMillis,
                gitQuietMillis,
                busyMillis,
                hookMillis,
                pushMillis,
                closeMillis);
    }
}
