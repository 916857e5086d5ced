package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.work.ProjectWork;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a task. Who gives no id is given {@code T-<n>}. */
public final class TaskCreation implements Command<TaskSight, TaskOf> {
    private final ProjectId project;
    private final Members asked;
    private final Author author;
    private final TaskNumbers numbers;
    private final @Nullable String given;
    private List<String> taken = List.of();

    /** @param asked the task as it was asked for */
    public TaskCreation(ProjectId project, Members asked, Author author, TaskNumbers numbers) {
        this.project = project;
        this.asked = asked;
        this.author = author;
        this.numbers = numbers;
        given = asked.reference("task_id");
    }

    @Override
    public TaskSight look(States states) {
        return TaskSight.of(states, project, given);
    }

    @Override
    public Decision decide(TaskSight sight) {
        end();
        Denial denial = author.denial(KnownType.TASK_UPDATE, project);
        ProjectWork work = sight.work();
        if (denial != null || work == null) {
            return new Decision.Denied(denial != null ? denial : TaskSight.noProject(project));
        }
        Checks checks = TaskRules.ofNew(asked, project);
        if (sight.task() != null) {
            return new Decision.Denied(
                    new Denial.Conflict("project " + project + " has a task " + given + " already: PATCH changes it"));
        }
        String id = given;
        if (id == null) {
            taken = numbers.take(project, sight.nextId(), 1);
            id = taken.getFirst();
        }
        Map<String, @Nullable Object> after = TaskRules.after(null, id, asked);
        TaskRules.checkRelations(work, null, id, after, checks);
        return checks.orElse(author.tell(id, TaskRules.told(project, after, null, "created"), sight.asOf()));
    }

    @Override
    public String about(Members data) {
        return TaskRules.about(data);
    }

    @Override
    public @Nullable TaskOf show(States states, String about) {
        return TaskSight.show(states, project, about);
    }

    @Override
    public @Nullable Object subject() {
        return given == null ? null : TaskSight.subject(project, given);
    }

    @Override
    public void end() {
        numbers.giveBack(project, taken);
        taken = List.of();
    }
}
