package dev.herald.intake;

import dev.herald.event.Position;
import dev.herald.journal.JournalSize;
import dev.herald.journal.Tail;
import dev.herald.journal.TrimRules;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.util.function.Supplier;

/**
 * How long events are kept; the journal's writer applies it between batches.
 *
 * @param ageMillisMax older events go; {@code Long.MAX_VALUE} for no limit
 * @param eventsMax only so many of the newest stay; {@code Long.MAX_VALUE} for no limit
 * @param bytesMax only so many bytes of JSON of the newest stay; {@code Long.MAX_VALUE} for no limit
 * @param intervalMillis how often it is looked at
 * @param keepAfter nothing after this position goes: the oldest snapshot that somebody needs. Asked on the writer's
 *     thread, must not block
 */
public record Retention(
        long ageMillisMax, long eventsMax, long bytesMax, long intervalMillis, Supplier<Position> keepAfter) {
    static final Setting<Long> AGE =
            Setting.one("journal-age", Form.durationOrUnlimited("1 m"), "30 d", "Events older than this go.");
    static final Setting<Long> BYTES = Setting.one(
            "journal-bytes", Form.bytesOrUnlimited("1 MiB"), "2 GiB", "Bytes of events kept; the oldest go first.");
    static final Setting<Long> EVENTS =
            Setting.one("journal-events", Form.count(1), "unlimited", "Events kept; the oldest go first.");

    private static final long INTERVAL_MILLIS = 10_000;

    public Retention {
        if (ageMillisMax < 1 || eventsMax < 1 || bytesMax < 1 || intervalMillis < 1) {
            throw new IllegalArgumentException("every limit of the retention is at least 1");
        }
    }

    /** What was set. */
    public static Retention of(Values values) {
        return of(values.take(AGE), values.take(EVENTS), values.take(BYTES));
    }

    /** Everything stays. */
    public static Retention unlimited() {
        return of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** These limits, looked at every 10 s, with nobody that needs older events. */
    public static Retention of(long ageMillisMax, long eventsMax, long bytesMax) {
        return new Retention(ageMillisMax, eventsMax, bytesMax, INTERVAL_MILLIS, () -> new Position(Long.MAX_VALUE));
    }

    /** The same, but that nothing goes after the position that this answers. */
    public Retention holding(Supplier<Position> atMost) {
        return new Retention(ageMillisMax, eventsMax, bytesMax, intervalMillis, atMost);
    }

    /** Whether the oldest event would go now if nobody needed it. Any thread. */
    public boolean isReached(Tail tail, long nowMillis) {
        JournalSize size = tail.size();
        return size.events() > 0
                && new TrimRules(
                                Math.max(0, nowMillis - ageMillisMax),
                                eventsMax,
                                bytesMax,
                                new Position(Long.MAX_VALUE))
                        .removes(tail.oldest(), size.events(), size.bytes());
    }

    TrimRules rules(long nowMillis) {
        return new TrimRules(Math.max(0, nowMillis - ageMillisMax), eventsMax, bytesMax, keepAfter.get());
    }
}
