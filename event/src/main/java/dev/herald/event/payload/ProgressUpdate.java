package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a project is.
 *
 * @param percentage 0 to 100
 * @param completedTasks at most as many as there are
 * @param totalTasks not negative
 * @param previousPercentage 0 to 100, or null for the first figure
 */
public record ProgressUpdate(
        double percentage,
        long completedTasks,
        long totalTasks,
        @Nullable Double previousPercentage) implements Payload {
    public ProgressUpdate {
        if (completedTasks > totalTasks) {
            throw new IllegalArgumentException(completedTasks + " of " + totalTasks + " tasks cannot be complete");
        }
    }

    @Override
    public EventType type() {
        return KnownType.PROGRESS_UPDATE;
    }

    @Override
    public Map<String, Object> fields() {
        return new Fields()
                .add("progress_percentage", percentage)
                .add("completed_tasks", completedTasks)
                .add("total_tasks", totalTasks)
                .add("previous_percentage", previousPercentage)
                .map();
    }

    @Override
    public boolean needsProject() {
        return true;
    }
}
