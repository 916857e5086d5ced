package dev.herald.projection.work;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task under the names that it has in events. */
public final class TaskFields {
    private TaskFields() {}

    /** All that a publisher may say of it; what it has not is null, which clears. */
    public static Map<String, @Nullable Object> of(Task task) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("task_id", task.id());
        fields.put("title", task.title());
        fields.put("description", task.description());
        fields.put("status", task.status().wireName());
        fields.put("assignee", task.assignee());
        fields.put("estimate", task.estimate());
        fields.put("due_date", task.dueDate());
        fields.put("labels", task.labels());
        fields.put("parent_id", task.parentId());
        fields.put("depends_on", task.dependsOn());
        fields.put(
                "created_at",
                Instant.ofEpochMilli(task.history().created().at().epochMillis())
                        .toString());
        fields.put("version", task.version());
        return fields;
    }
}
