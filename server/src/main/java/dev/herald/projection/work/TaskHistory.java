package dev.herald.projection.work;

import dev.herald.event.Position;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a figure needs to know of a task's past: each change of its status, parent or estimate, and of whether it exists.
 * Oldest first; there is always one. Immutable.
 */
public final class TaskHistory {
    private final Step[] steps;

    private TaskHistory(Step[] steps) {
        this.steps = steps;
    }

    /**
     * How the task stood from this event on, until the next step.
     *
     * @param status null while it does not exist: it was deleted
     */
    public record Step(
            Position at,
            @Nullable Status status,
            @Nullable String parentId,
            @Nullable Double estimate) {
        boolean isSame(@Nullable Status otherStatus, @Nullable String otherParent, @Nullable Double otherEstimate) {
            return status == otherStatus
                    && Objects.equals(parentId, otherParent)
                    && Objects.equals(estimate, otherEstimate);
        }
    }

    public static TaskHistory beginning(Step first) {
        return new TaskHistory(new Step[] {first});
    }

    /** With one more; the same where nothing that is remembered has changed. */
    public TaskHistory then(Step next) {
        if (last().isSame(next.status(), next.parentId(), next.estimate())) {
            return this;
        }
        Step[] more = Arrays.copyOf(steps, steps.length + 1);
        more[steps.length] = next;
        return new TaskHistory(more);
    }

    public int size() {
        return steps.length;
    }

    public Step step(int index) {
        return steps[index];
    }

    public Step last() {
        return steps[steps.length - 1];
    }

    /** How it stood after all events up to this moment (epoch milliseconds, included); null before it was created. */
    public @Nullable Step at(long millis) {
        for (int i = steps.length - 1; i >= 0; i--) {
            if (steps[i].at().epochMillis() <= millis) {
                return steps[i];
            }
        }
        return null;
    }

    /** The creation that counts: the first event, or the one that created it anew after it was deleted. */
    public Step created() {
        int first = first();
        return steps[first];
    }

    /** The first change to in_progress, in_review, blocked or done since it was created; null where there was none. */
    public @Nullable Position started() {
        for (int i = first(); i < steps.length; i++) {
            Status status = steps[i].status();
            if (status != null && (status.isInProgress() || status == Status.DONE)) {
                return steps[i].at();
            }
        }
        return null;
    }

    /** The last change to done, while it is done; null where it is not. */
    public @Nullable Position finished() {
        if (last().status() != Status.DONE) {
            return null;
        }
        int at = steps.length - 1;
        while (at > first() && steps[at - 1].status() == Status.DONE) {
            at--;
        }
        return steps[at].at();
    }

    private int first() {
        for (int i = steps.length - 1; i > 0; i--) {
            if (steps[i - 1].status() == null) {
                return i;
            }
        }
        return 0;
    }
}
