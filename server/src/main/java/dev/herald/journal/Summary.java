package dev.herald.journal;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures and names of the log, as of one moment of it.
 *
 * @param asOf the newest event, kept or trimmed, or {@link Position#ORIGIN}: all up to it are counted, and none after it
 * @param minutes one after the other, oldest first
 * @param projects that occur, sorted; at most {@link #NAMES_MAX}
 * @param types that occur, sorted; at most as many
 * @param isPartial whether there may be more names than these
 */
public record Summary(
        Position asOf, List<Minute> minutes, List<String> projects, List<String> types, boolean isPartial) {
    public static final int NAMES_MAX = 1_000;

    public Summary {
        minutes = List.copyOf(minutes);
        projects = List.copyOf(projects);
        types = List.copyOf(types);
    }

    /**
     * The events of a minute.
     *
     * @param atMillis where it begins
     * @param events how many; null where a part of them was trimmed or is known to be damaged, or where they were
     *     not counted in time
     */
    public record Minute(long atMillis, @Nullable Long events) {}
}
