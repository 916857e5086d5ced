package dev.herald.server;

import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What was read of the settings: some of them secrets, so that it shows nothing of itself. Any thread. */
final class TakenValues implements Values {
    private final Map<Setting<?>, List<?>> taken;
    private final Path directory;

    /** @param directory where the paths of standards start */
    TakenValues(Map<Setting<?>, List<?>> taken, Path directory) {
        this.taken = Map.copyOf(taken);
        this.directory = directory;
    }

    @Override
    public <T> T take(Setting<T> setting) {
        List<T> values = takeAll(setting);
        return values.isEmpty() ? setting.standardValue(directory) : values.getFirst();
    }

    /** What was read with a setting's own form is of its type. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> List<T> takeAll(Setting<T> setting) {
        return (List<T>) taken.getOrDefault(setting, List.of());
    }
}
