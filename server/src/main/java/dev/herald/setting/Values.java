package dev.herald.setting;

import java.nio.file.Path;
import java.util.List;

/** What was given for settings, and their standards for the rest: where a room takes its own from. One thread. */
public interface Values {
    /** Nobody has given anything. */
    Values STANDARD = new Values() {
        @Override
        public <T> T take(Setting<T> setting) {
            return setting.standardValue(Path.of(""));
        }

        @Override
        public <T> List<T> takeAll(Setting<T> setting) {
            return List.of();
        }
    };

    /** The value, else the setting's standard. */
    <T> T take(Setting<T> setting);

    /** All values that were given; none where only a standard holds. */
    <T> List<T> takeAll(Setting<T> setting);

    /** A size that fits an array. */
    default int takeInt(Setting<Long> setting) {
        return Math.toIntExact(take(setting));
    }
}
