package dev.herald.fold;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * How often the states are saved, and how far one may look back.
 *
 * @param saveEvents the states are saved after so many events
 * @param saveMillis and after so long, if there was an event
 * @param holdMillis trimming waits for a state to be saved, but no longer than this
 * @param pastKept so many states of the past are kept at hand
 * @param pastMillisMax so long it may take to come to one
 */
public record FoldSettings(int saveEvents, long saveMillis, long holdMillis, int pastKept, long pastMillisMax) {
    static final Setting<Integer> SAVE_EVENTS = Setting.one(
            "fold-save-events",
            Form.whole(100, 100_000_000),
            "100000",
            "Events after which the states of the projects are saved: what a start has to fold at most.");
    static final Setting<Long> SAVE_EVERY = Setting.one(
            "fold-save-every",
            Form.duration("1 s", "1 d"),
            "10 m",
            "So long after an event the states of the projects are saved at the latest.");
    static final Setting<Long> HOLD = Setting.one(
            "fold-hold",
            Form.duration("1 m", "3650 d"),
            "7 d",
            "Events that no saved state has yet are kept beyond the journal's limits, but no longer than this.");
    static final Setting<Integer> PAST_KEPT = Setting.one(
            "past-kept",
            Form.whole(0, 64),
            "2",
            "States of the past (`as_of`) kept in memory for the next question; each is as large as the present.");
    static final Setting<Long> PAST_TIME = Setting.one(
            "past-time",
            Form.duration("100 ms", "10 m"),
            "30 s",
            "How long a question about the past (`as_of`) may take.");

    public static final FoldSettings DEFAULTS = of(Values.STANDARD);

    public static FoldSettings of(Values values) {
        return new FoldSettings(
                values.take(SAVE_EVENTS),
                values.take(SAVE_EVERY),
                values.take(HOLD),
                values.take(PAST_KEPT),
                values.take(PAST_TIME));
    }

    public FoldSettings {
        if (saveEvents < 1 || saveMillis < 1 || holdMillis < 1 || pastKept < 0 || pastMillisMax < 1) {
            throw new IllegalArgumentException("every limit of the folds is at least 1");
        }
    }
}
