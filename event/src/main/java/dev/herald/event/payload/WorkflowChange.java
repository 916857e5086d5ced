package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workflow started, went on or came to its end. */
public sealed interface WorkflowChange extends Payload {
    enum Status {
        PENDING,
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /**
     * A workflow as it is after the change.
     *
     * @param progress 0 to 100, or null where it does not say
     * @param currentStep its name, or null
     * @param totalSteps not negative, or null
     * @param secondsRemaining an estimate, or null
     */
    record Workflow(
            String id,
            Status status,
            @Nullable Integer progress,
            @Nullable String currentStep,
            @Nullable Integer totalSteps,
            @Nullable Long secondsRemaining,
            List<String> logs,
            List<String> errors) {
        public Workflow {
            Fields.required("workflow_id", id);
            logs = List.copyOf(logs);
            errors = List.copyOf(errors);
        }

        private Map<String, Object> fields() {
            return new Fields()
                    .add("workflow_id", id)
                    .add("status", status)
                    .add("progress", progress)
                    .add("current_step", currentStep)
                    .add("total_steps", totalSteps)
                    .add("estimated_time_remaining", secondsRemaining)
                    .addAll("logs", logs)
                    .addAll("errors", errors)
                    .map();
        }

        private void demand(Status one, Status other) {
            if (status != one && status != other) {
                throw new IllegalArgumentException("the workflow's status does not fit: " + status);
            }
        }
    }

    Workflow workflow();

    @Override
    default Map<String, Object> fields() {
        return workflow().fields();
    }

    record Started(Workflow workflow) implements WorkflowChange {
        public Started {
            workflow.demand(Status.PENDING, Status.RUNNING);
        }

        @Override
        public EventType type() {
            return KnownType.WORKFLOW_STARTED;
        }
    }

    /** Says how far it is: the progress must be there. */
    record Progress(Workflow workflow) implements WorkflowChange {
        public Progress {
            workflow.demand(Status.PENDING, Status.RUNNING);
            if (workflow.progress() == null) {
                throw new IllegalArgumentException("a workflow.progress says the progress");
            }
        }

        @Override
        public EventType type() {
            return KnownType.WORKFLOW_PROGRESS;
        }
    }

    record Completed(Workflow workflow) implements WorkflowChange {
        public Completed {
            workflow.demand(Status.COMPLETED, Status.COMPLETED);
        }

        @Override
        public EventType type() {
            return KnownType.WORKFLOW_COMPLETED;
        }
    }

    record Failed(Workflow workflow) implements WorkflowChange {
        public Failed {
            workflow.demand(Status.FAILED, Status.CANCELLED);
        }

        @Override
        public EventType type() {
            return KnownType.WORKFLOW_FAILED;
        }
    }
}
