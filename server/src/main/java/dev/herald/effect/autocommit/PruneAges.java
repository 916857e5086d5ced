package dev.herald.effect.autocommit;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * How long snapshots are kept.
 *
 * @param millisMax older ones are pruned; {@link Long#MAX_VALUE} for none
 * @param countMax so many of a branch stay, the newest
 */
public record PruneAges(long millisMax, long countMax) {
    static final Setting<Long> SNAPSHOT_AGE = Setting.one(
            "snapshot-age",
            Form.durationOrUnlimited("1 h"),
            "30 d",
            "Older snapshots go, but never the newest of a branch; looked at daily where a project is in mode shadow.");
    static final Setting<Long> SNAPSHOT_COUNT =
            Setting.one("snapshot-count", Form.count(1), "unlimited", "Snapshots of a branch; the oldest go first.");

    public PruneAges {
        if (millisMax <= 0 || countMax <= 0) {
            throw new IllegalArgumentException("what is kept of snapshots is above 0");
        }
    }

    public static PruneAges of(Values values) {
        return new PruneAges(values.take(SNAPSHOT_AGE), values.take(SNAPSHOT_COUNT));
    }
}
