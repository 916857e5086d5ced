package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a project is.
 *
 * @param percentage 0 to 100, or null where there is nothing to do
 * @param completedTasks at most as many as there are
 * @param totalTasks not negative
 * @param previousPercentage 0 to 100, or null for the first figure
 * @param weight what a task counts, or null where that is not known
 */
public record ProgressUpdate(
        @Nullable Double percentage,
        long completedTasks,
        long totalTasks,
        @Nullable Double previousPercentage,
        @Nullable Weight weight)
        implements Payload {
    /** Whether each task counts as much as its estimate, or one. */
    public enum Weight {
        ESTIMATE,
        COUNT
    }

    public ProgressUpdate {
        if (completedTasks > totalTasks) {
            throw new IllegalArgumentException(completedTasks + " of " + totalTasks + " tasks cannot be complete");
        }
    }

    /** One of which nobody says what a task counts. */
    public ProgressUpdate(
            double percentage, long completedTasks, long totalTasks, @Nullable Double previousPercentage) {
        this((Double) percentage, completedTasks, totalTasks, previousPercentage, null);
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
                .add("weight", weight)
                .map();
    }

    @Override
    public boolean needsProject() {
        return true;
    }
}
