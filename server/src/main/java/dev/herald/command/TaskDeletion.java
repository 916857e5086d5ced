package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes a task. Those below it stay, and those that depend on it. */
public final class TaskDeletion implements Command<TaskSight, Deleted> {
    private final ProjectId project;
    private final String id;
    private final Expectation expected;
    private final Author author;

    public TaskDeletion(ProjectId project, String id, Expectation expected, Author author) {
        this.project = project;
        this.id = id;
        this.expected = expected;
        this.author = author;
    }

    @Override
    public TaskSight look(States states) {
        return TaskSight.of(states, project, id);
    }

    @Override
    public Decision decide(TaskSight sight) {
        Denial denial = TaskSight.denial(sight, project, id, expected, author);
        if (denial != null || sight.task() == null) {
            return new Decision.Denied(denial != null ? denial : TaskSight.noTask(project, id));
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("task_id", id);
        data.put("title", sight.task().title());
        data.put("action", "deleted");
        return author.tell(id, new Statement(KnownType.TASK_UPDATE, project, data), sight.asOf());
    }

    @Override
    public String about(Members data) {
        return id;
    }

    @Override
    public Deleted show(States states, String about) {
        return new Deleted(id);
    }

    @Override
    public @Nullable Object subject() {
        return TaskSight.subject(project, id);
    }
}
