package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.delivery.DeliveryState;
import dev.herald.projection.delivery.WorkflowRun;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far a run of a workflow is. There is no way back from its end. */
public final class WorkflowProgress implements Command<Optional<WorkflowRun>, WorkflowRun> {
    private static final Set<String> SAYABLE = Checks.names(
            "workflow_name",
            "status",
            "progress",
            "current_step",
            "total_steps",
            "estimated_time_remaining",
            "logs",
            "errors");

    private final String id;
    private final @Nullable ProjectId project;
    private final Members asked;
    private final Author author;

    /** @param project whose run it is; null where it does not say: the one that is known, or none */
    public WorkflowProgress(String id, @Nullable ProjectId project, Members asked, Author author) {
        this.id = id;
        this.project = project;
        this.asked = asked;
        this.author = author;
    }

    private @Nullable WorkflowRun run(States states) {
        DeliveryState delivery = states.state(DeliveryProjection.NAME);
        return project == null ? delivery.run(id) : delivery.run(project, id);
    }

    @Override
    public Optional<WorkflowRun> look(States states) {
        return Optional.ofNullable(run(states));
    }

    @Override
    public Decision decide(Optional<WorkflowRun> sight) {
        WorkflowRun run = sight.orElse(null);
        ProjectId whose = project != null || run == null ? project : run.project();
        Denial forbidden = author.denial(new Statement(KnownType.WORKFLOW_PROGRESS, whose, Map.of()));
        if (forbidden != null) {
            return new Decision.Denied(forbidden);
        }
        Checks checks = new Checks(asked);
        Set<String> known = Checks.names("workflow_id", "project_id");
        known.addAll(SAYABLE);
        checks.onlyKnown(known);
        checks.agrees("workflow_id", id);
        if (!asked.has("status") && !asked.has("progress") && !asked.has("current_step")) {
            checks.add("/progress", "is required, or a status or current_step");
        }
        if (checks.faults().isEmpty() && run != null && run.status().isEnd()) {
            return new Decision.Denied(new Denial.Conflict("the run " + Checks.shown(id) + " is "
                    + run.status().name().toLowerCase(Locale.ROOT) + ", and there is no way back from that: a new run"
                    + " has an id of its own"));
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("workflow_id", id);
        for (String name : SAYABLE) {
            if (asked.has(name)) {
                data.put(name, asked.all().get(name));
            }
        }
        return checks.orElse(author.tell(id, new Statement(type(run), whose, data)));
    }

    private KnownType type(@Nullable WorkflowRun run) {
        return switch (String.valueOf(asked.text("status"))) {
            case "completed" -> KnownType.WORKFLOW_COMPLETED;
            case "failed", "cancelled" -> KnownType.WORKFLOW_FAILED;
            default -> run == null ? KnownType.WORKFLOW_STARTED : KnownType.WORKFLOW_PROGRESS;
        };
    }

    @Override
    public String about(Members data) {
        return id;
    }

    @Override
    public @Nullable WorkflowRun show(States states, String about) {
        return run(states);
    }

    @Override
    public Object subject() {
        return "workflow " + id;
    }
}
