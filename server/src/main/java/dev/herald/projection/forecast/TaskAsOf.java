package dev.herald.projection.forecast;

import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskHistory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A leaf as a fold of the events before some moment would know it.
 *
 * @param finishedMillis the last change to done, while it is done; null where it is not
 */
record TaskAsOf(
        long createdMillis, boolean isCancelled, @Nullable Long finishedMillis) {
    /** The leaves as they were known just before the moment. @param tasks deleted ones too: they may not have been then */
    static List<TaskAsOf> leaves(List<Task> tasks, long beforeMillis) {
        List<Task> then = new ArrayList<>(tasks.size());
        Set<String> parents = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Task task : tasks) {
            TaskHistory.Step step = task.history().at(beforeMillis - 1);
            if (step != null && step.status() != null) {
                then.add(task);
                ids.add(task.id());
                if (step.parentId() != null) {
                    parents.add(step.parentId());
                }
            }
        }
        parents.retainAll(ids);
        List<TaskAsOf> leaves = new ArrayList<>(then.size());
        for (Task task : then) {
            if (!parents.contains(task.id())) {
                leaves.add(of(task.history(), beforeMillis));
            }
        }
        return leaves;
    }

    /** Of a task that existed then. */
    private static TaskAsOf of(TaskHistory history, long beforeMillis) {
        int last = history.size() - 1;
        while (history.step(last).at().epochMillis() >= beforeMillis) {
            last--;
        }
        int created = last;
        while (created > 0 && history.step(created - 1).status() != null) {
            created--;
        }
        Long finished = null;
        if (history.step(last).status() == Status.DONE) {
            int done = last;
            while (done > created && history.step(done - 1).status() == Status.DONE) {
                done--;
            }
            finished = history.step(done).at().epochMillis();
        }
        return new TaskAsOf(
                history.step(created).at().epochMillis(), history.step(last).status() == Status.CANCELLED, finished);
    }

    /** When the first of the tasks that existed then was created; null where there was none. */
    static @Nullable Long first(List<Task> tasks, long beforeMillis) {
        Long first = null;
        for (Task task : tasks) {
            TaskHistory.Step step = task.history().at(beforeMillis - 1);
            if (step != null && step.status() != null) {
                long created = of(task.history(), beforeMillis).createdMillis();
                first = first == null ? created : Math.min(first, created);
            }
        }
        return first;
    }
}
