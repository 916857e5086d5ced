package dev.herald.query;

import dev.herald.event.Position;
import dev.herald.event.Rfc3339;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task as it is shown: the members of an answer, in their order. */
public record ShownTask(
        String taskId,
        String title,
        @Nullable String description,
        String status,
        @Nullable String assignee,
        @Nullable Double estimate,
        @Nullable String dueDate,
        List<String> labels,
        @Nullable String parentId,
        List<String> dependsOn,
        String createdAt,
        @Nullable String startedAt,
        @Nullable String completedAt,
        String updatedAt,
        long version) {
    public static ShownTask of(Task task) {
        TaskHistory history = task.history();
        return new ShownTask(
                task.id(),
                task.title(),
                task.description(),
                task.status().wireName(),
                task.assignee(),
                task.estimate(),
                task.dueDate(),
                task.labels(),
                task.parentId(),
                task.dependsOn(),
                Rfc3339.text(history.created().at().epochMillis()),
                text(history.started()),
                text(history.finished()),
                Rfc3339.text(task.updated().epochMillis()),
                task.version());
    }

    private static @Nullable String text(@Nullable Position at) {
        return at == null ? null : Rfc3339.text(at.epochMillis());
    }
}
