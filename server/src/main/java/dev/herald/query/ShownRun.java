package dev.herald.query;

import dev.herald.event.Rfc3339;
import dev.herald.projection.delivery.WorkflowRun;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run of a workflow as it is shown: the members of an answer, in their order. */
public record ShownRun(
        String workflowId,
        String workflowName,
        @Nullable String projectId,
        String status,
        @Nullable Long progress,
        @Nullable String currentStep,
        @Nullable Long totalSteps,
        @Nullable Double estimatedTimeRemaining,
        @Nullable String startedAt,
        @Nullable String endedAt,
        String updatedAt) {
    public static ShownRun of(WorkflowRun run) {
        return new ShownRun(
                run.id(),
                run.name(),
                run.project() == null ? null : run.project().value(),
                run.status().name().toLowerCase(Locale.ROOT),
                run.progress(),
                run.currentStep(),
                run.totalSteps(),
                run.secondsRemaining(),
                text(run.startedMillis()),
                text(run.endedMillis()),
                Rfc3339.text(run.changed().epochMillis()));
    }

    private static @Nullable String text(@Nullable Long millis) {
        return millis == null ? null : Rfc3339.text(millis);
    }
}
