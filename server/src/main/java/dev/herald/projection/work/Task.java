package dev.herald.projection.work;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task, after an event. Immutable.
 *
 * @param title empty where nobody gave it one
 * @param estimate in points, or null
 * @param dueDate a day, or an RFC 3339 time, as it was given, or null
 * @param parentId as it was given; it makes a parent only where that task is known
 * @param changed the last event about it, for a guard; it may have changed nothing
 * @param updated the event that made it as it is
 * @param version grows by one with each event that changes it
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
        return history.status(history.size() - 1) == null;
    }

    /** The same, of which another event has told nothing new. */
    Task heard(Position at) {
        return with(at, updated, version, history);
    }

    /** The same, which does not exist any more. */
    Task deleted(Position at) {
        return with(changed, at, version + 1, history.then(new TaskHistory.Step(at, null, parentId, estimate)));
    }

    private Task with(Position newChanged, Position newUpdated, long newVersion, TaskHistory newHistory) {
        return new Task(
                id,
                title,
                description,
                status,
                assignee,
                estimate,
                dueDate,
                labels,
                parentId,
                dependsOn,
                newChanged,
                newUpdated,
                newVersion,
                newHistory);
    }
}
