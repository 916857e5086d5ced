package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.WorkProjection;
import dev.herald.projection.work.WorkState;
import org.jspecify.annotations.Nullable;

/**
 * What a command on tasks sees. Immutable.
 *
 * @param work null for a project that is not known or deleted
 * @param task null where there is none of the id, or it is deleted
 * @param asOf up to where this is known, which is what a guard says: the last event of the id would not do, for the fold
 *     passes by what is told of tasks while their project is deleted
 * @param nextId for a task that nobody gave an id
 */
record TaskSight(@Nullable ProjectWork work, @Nullable Task task, Position asOf, String nextId) {
    static TaskSight of(States states, ProjectId project, @Nullable String id) {
        WorkState work = states.state(WorkProjection.NAME);
        Project of = work.project(project);
        Task task = id == null ? null : work.task(project, id);
        return new TaskSight(
                of == null || of.isDeleted() ? null : work.view(project),
                task == null || task.isDeleted() ? null : task,
                states.position(),
                work.nextTaskId(project));
    }

    static @Nullable TaskOf show(States states, ProjectId project, String id) {
        Task task = states.state(WorkProjection.NAME).task(project, id);
        return task == null || task.isDeleted() ? null : new TaskOf(project, task);
    }

    static Denial noProject(ProjectId project) {
        return new Denial.Unknown("there is no project " + project + ": POST /api/v1/projects makes one");
    }

    static Denial noTask(ProjectId project, String id) {
        return new Denial.Unknown("project " + project + " has no task " + Checks.shown(id));
    }

    /** Why nothing is to be done with a task that is there; null where there is no reason. */
    static @Nullable Denial denial(TaskSight sight, ProjectId project, String id, Expectation expected, Author author) {
        Denial forbidden = author.denial(KnownType.TASK_UPDATE, project);
        if (forbidden != null) {
            return forbidden;
        }
        if (sight.work() == null) {
            return noProject(project);
        }
        Task task = sight.task();
        return task == null
                ? noTask(project, id)
                : expected.denial("task " + Checks.shown(id), new TaskOf(project, task), task.version());
    }

    /** By which those who change the same task take turns. */
    static Object subject(ProjectId project, String id) {
        return project.value() + "/" + id;
    }
}
