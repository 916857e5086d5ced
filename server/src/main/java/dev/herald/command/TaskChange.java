package dev.herald.command;

import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes a task: what is not named stays as it is, null clears. */
public final class TaskChange implements Command<TaskSight, TaskOf> {
    private final ProjectId project;
    private final String id;
    private final Members asked;
    private final Expectation expected;
    private final Author author;

    public TaskChange(ProjectId project, String id, Members asked, Expectation expected, Author author) {
        this.project = project;
        this.id = id;
        this.asked = asked;
        this.expected = expected;
        this.author = author;
    }

    @Override
    public TaskSight look(States states) {
        return TaskSight.of(states, project, id);
    }

    @Override
    public Decision decide(TaskSight sight) {
        Task before = sight.task();
        ProjectWork work = sight.work();
        Denial denial = TaskSight.denial(sight, project, id, expected, author);
        if (denial != null || before == null || work == null) {
            return new Decision.Denied(denial != null ? denial : TaskSight.noTask(project, id));
        }
        Checks checks = TaskRules.ofChange(asked, project, id);
        Map<String, @Nullable Object> after = TaskRules.after(before, id, asked);
        Map<String, @Nullable Object> changes = TaskRules.changes(before, after);
        TaskRules.checkRelations(work, before, id, after, checks);
        if (checks.faults().isEmpty() && changes.isEmpty()) {
            return new Decision.Nothing(id);
        }
        return checks.orElse(author.tell(id, TaskRules.told(project, after, before, "updated"), sight.asOf()));
    }

    @Override
    public String about(Members data) {
        return id;
    }

    @Override
    public @Nullable TaskOf show(States states, String about) {
        return TaskSight.show(states, project, id);
    }

    @Override
    public @Nullable Object subject() {
        return TaskSight.subject(project, id);
    }
}
