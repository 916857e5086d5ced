package dev.herald.api.events;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * What one request may publish.
 *
 * @param bytesMax of its body
 * @param eventsMax in it
 */
public record PublishLimits(int bytesMax, int eventsMax) {
    static final Setting<Long> BATCH_BYTES = Setting.one(
            "batch-bytes", Form.bytes("1 KiB", "1 GiB"), "16 MiB", "Largest body of one request with many events.");

    public static final PublishLimits DEFAULTS = of(Values.STANDARD);

    public static PublishLimits of(Values values) {
        return new PublishLimits(values.takeInt(BATCH_BYTES), 100_000);
    }
}
