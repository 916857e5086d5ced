package dev.herald.projection.work;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task, after an event. Immutable.
 *
 * @param estimate in points, or null
 * @param dueDate a day, or an RFC 3339 time, as it was given, or null
 * @param changed the last event of it, for a guard
 * @param updated the last event that changed it
 * @param version grows by one with each change
 * @param history each status, parent and estimate that it had
 */
public record Task(
        String id,
        String title,
        @Nullable String description,
        Status status,
        @Nullable String assignee,
        @Nullable Double estimate,
        @Nullable String dueDate,
        List<String> labels,
        @Nullable String parentId,
        List<String> dependsOn,
        Position changed,
        Position updated,
        long version,
        TaskHistory history) {
    public Task {
        labels = List.copyOf(labels);
        dependsOn = List.copyOf(dependsOn);
    }

    /** Deleted ones are remembered, so that only a creation brings them back. */
    public boolean isDeleted() {
        return history.last().status() == null;
    }
}
