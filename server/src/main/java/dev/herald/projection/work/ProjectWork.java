package dev.herald.projection.work;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project and its tasks as of one position. Immutable; any thread.
 *
 * @param tasks all that are not deleted, by id, in the order of their creation
 * @param children the children of each parent that is known, not deleted ones; cancelled ones are among them
 */
public record ProjectWork(Project project, Map<String, Task> tasks, Map<String, List<String>> children) {
    public Collection<Task> all() {
        return tasks.values();
    }

    public @Nullable Task task(String id) {
        return tasks.get(id);
    }

    /** Whether the task has no children; cancelled ones count as children, deleted ones do not. */
    public boolean isLeaf(Task task) {
        return !children.containsKey(task.id());
    }

    /** What figures count: the tasks without children, cancelled ones among them. */
    public List<Task> leaves() {
        return tasks.values().stream().filter(this::isLeaf).toList();
    }
}
