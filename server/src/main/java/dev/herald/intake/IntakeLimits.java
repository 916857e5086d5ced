package dev.herald.intake;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * How much may wait for the journal, and how much one commit takes. A submission that alone is above a limit is still
 * taken when nothing else waits, so that none is refused for ever; its own size is bounded at the edge it came in by.
 *
 * @param eventsMax how many events may wait, those being committed included
 * @param bytesMax how many bytes of them, as {@link dev.herald.event.Draft#bytesMax} estimates
 * @param batchEventsMax how many events one commit takes, unless a single submission has more
 * @param batchBytesMax how many bytes one commit takes, unless a single submission has more
 * @param drainMillisMax how long closing waits for what was accepted before
 */
public record IntakeLimits(int eventsMax, long bytesMax, int batchEventsMax, long batchBytesMax, long drainMillisMax) {
    static final Setting<Integer> EVENTS =
            Setting.one("intake-events", Form.whole(1, 10_000_000), "100000", "Events that may wait for the journal.");
    public static final Setting<Long> BYTES = Setting.one(
            "intake-bytes",
            Form.bytes("1 MiB", "64 GiB"),
            "64 MiB",
            "Bytes of events that may wait for the journal; at least `batch-bytes`.");

    public static final IntakeLimits DEFAULTS = of(Values.STANDARD);

    public static IntakeLimits of(Values values) {
        return new IntakeLimits(values.take(EVENTS), values.take(BYTES), 1_024, 4L << 20, 5_000);
    }

    public IntakeLimits {
        if (eventsMax < 1 || bytesMax < 1 || batchEventsMax < 1 || batchBytesMax < 1 || drainMillisMax < 1) {
            throw new IllegalArgumentException("every limit of the intake is at least 1");
        }
    }
}
