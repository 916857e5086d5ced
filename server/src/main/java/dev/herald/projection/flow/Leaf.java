package dev.herald.projection.flow;

import dev.herald.event.Position;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskHistory;
import org.jspecify.annotations.Nullable;

/**
 * A task without children, with the moments that figures are made of.
 *
 * @param started null while nobody has begun
 * @param finished null while it is not done
 */
record Leaf(
        Task task,
        Position created,
        @Nullable Position started,
        @Nullable Position finished) {
    private static final double MILLIS = 1_000.0;

    static Leaf of(Task task) {
        TaskHistory history = task.history();
        return new Leaf(task, history.created().at(), history.started(), history.finished());
    }

    boolean isInProgress() {
        return task.status().isInProgress();
    }

    /** Seconds since it was started, at the moment; 0 where it was not. */
    double age(long atMillis) {
        return started == null ? 0 : (atMillis - started.epochMillis()) / MILLIS;
    }

    /** Of one that is finished: seconds from started to finished. */
    double cycleTime() {
        return finished == null || started == null ? 0 : (finished.epochMillis() - started.epochMillis()) / MILLIS;
    }

    /** Of one that is finished: seconds from created to finished. */
    double leadTime() {
        return finished == null ? 0 : (finished.epochMillis() - created.epochMillis()) / MILLIS;
    }

    /** Of one that is finished: seconds in blocked, from started to finished. */
    double blockedTime() {
        if (started == null || finished == null) {
            return 0;
        }
        TaskHistory history = task.history();
        long blocked = 0;
        for (int i = 0; i + 1 < history.size(); i++) {
            TaskHistory.Step step = history.step(i);
            if (step.status() == Status.BLOCKED && step.at().compareTo(started) >= 0) {
                blocked += history.step(i + 1).at().epochMillis() - step.at().epochMillis();
            }
        }
        return blocked / MILLIS;
    }

    /** Of one that is finished: whether it had been done before, and was opened again. */
    boolean wasReopened() {
        if (started == null || finished == null) {
            return false;
        }
        TaskHistory history = task.history();
        for (int i = 0; i < history.size(); i++) {
            TaskHistory.Step step = history.step(i);
            boolean isBetween = step.at().compareTo(started) >= 0 && finished.isAfter(step.at());
            if (isBetween && step.status() == Status.DONE) {
                return true;
            }
        }
        return false;
    }

    /** Of one that is finished: its age when it left the status for the last time; null where it never was in it. */
    @Nullable
    Double ageAtLeaving(Status status) {
        if (started == null || finished == null) {
            return null;
        }
        TaskHistory history = task.history();
        for (int i = history.size() - 2; i >= 0; i--) {
            TaskHistory.Step step = history.step(i);
            boolean isWithin = step.at().compareTo(started) >= 0;
            Status next = history.step(i + 1).status();
            if (isWithin && step.status() == status && next != status) {
                return (history.step(i + 1).at().epochMillis() - started.epochMillis()) / MILLIS;
            }
        }
        return null;
    }

    /** How it stood after all events up to the moment, in its present life; null before that. */
    TaskHistory.@Nullable Step stepAt(long millis) {
        return millis < created.epochMillis() ? null : task.history().at(millis);
    }

    @Nullable
    Status statusAt(long millis) {
        TaskHistory.Step step = stepAt(millis);
        return step == null ? null : step.status();
    }
}
