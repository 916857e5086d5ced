package dev.herald.projection.delivery;

import dev.herald.event.KnownType;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Folds {@code workflow.*}. */
final class Workflows {
    private Workflows() {}

    static void fold(Held held, Happening event, KnownType type) {
        String id = event.data().reference("workflow_id");
        if (id == null) {
            return;
        }
        WorkflowRun before = held.runs.get(id);
        if (before == null || !before.status().isEnd()) {
            held.runs.put(id, after(id, before, event, type));
            held.change();
        }
    }

    private static WorkflowRun after(String id, @Nullable WorkflowRun before, Happening event, KnownType type) {
        Members data = event.data();
        WorkflowRun.Status status = status(before, data, type);
        String name = data.text("workflow_name");
        Long started = before == null ? (Long) event.millis() : before.startedMillis();
        return new WorkflowRun(
                id,
                event.project(),
                name != null ? name : before == null ? id : before.name(),
                status,
                Read.whole(data, "progress", before == null ? null : before.progress()),
                data.has("current_step")
                        ? data.reference("current_step")
                        : before == null ? null : before.currentStep(),
                Read.whole(data, "total_steps", before == null ? null : before.totalSteps()),
                data.has("estimated_time_remaining")
                        ? data.number("estimated_time_remaining")
                        : before == null ? null : before.secondsRemaining(),
                before == null && status.isEnd() ? null : started,
                status.isEnd() ? (Long) event.millis() : null,
                before == null ? event.position() : before.begun(),
                status.isEnd() ? event.position() : null,
                event.position());
    }

    private static WorkflowRun.Status status(@Nullable WorkflowRun before, Members data, KnownType type) {
        String said = data.text("status");
        boolean isCancelled = "cancelled".equals(said);
        return switch (type) {
            case WORKFLOW_COMPLETED -> isCancelled ? WorkflowRun.Status.CANCELLED : WorkflowRun.Status.COMPLETED;
            case WORKFLOW_FAILED -> isCancelled ? WorkflowRun.Status.CANCELLED : WorkflowRun.Status.FAILED;
            default -> {
                if (said != null) {
                    yield WorkflowRun.Status.valueOf(said.toUpperCase(Locale.ROOT));
                }
                yield type == KnownType.WORKFLOW_PROGRESS || before == null
                        ? WorkflowRun.Status.RUNNING
                        : before.status();
            }
        };
    }
}
