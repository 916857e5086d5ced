package dev.herald.projection.delivery;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * One run of a workflow, after an event. Immutable. Moments are epoch milliseconds.
 *
 * @param project whose, or null
 * @param name of what it is a run of; its own id where nobody gave one
 * @param progress 0 to 100, or null
 * @param startedMillis when it was first heard of; null where that was its end
 * @param endedMillis null while it runs
 * @param ended the event that ended it, or null
 */
public record WorkflowRun(
        String id,
        @Nullable ProjectId project,
        String name,
        Status status,
        @Nullable Long progress,
        @Nullable String currentStep,
        @Nullable Long totalSteps,
        @Nullable Double secondsRemaining,
        @Nullable Long startedMillis,
        @Nullable Long endedMillis,
        Position begun,
        @Nullable Position ended,
        Position changed) {
    /** Where it stands; the last three are ends, from which there is no way back. */
    public enum Status {
        PENDING,
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLED;

        public boolean isEnd() {
            return this == COMPLETED || this == FAILED || this == CANCELLED;
        }
    }
}
