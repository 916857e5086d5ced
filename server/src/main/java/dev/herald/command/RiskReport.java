package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.RiskProjection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody reports a risk, which lasts until somebody says that it is over. */
public final class RiskReport implements Command<ProjectSight, Risk> {
    private static final Set<String> SAYABLE = Checks.names("subject", "severity", "message", "evidence");

    private final ProjectId project;
    private final String id;
    private final Members asked;
    private final Author author;

    /** @param id of the new risk: nobody has it yet */
    public RiskReport(ProjectId project, String id, Members asked, Author author) {
        this.project = project;
        this.id = id;
        this.asked = asked;
        this.author = author;
    }

    @Override
    public ProjectSight look(States states) {
        return ProjectSight.of(states, project);
    }

    @Override
    public Decision decide(ProjectSight sight) {
        Denial forbidden = author.denial(KnownType.RISK_ALERT, project);
        if (forbidden != null || sight.project() == null) {
            return new Decision.Denied(forbidden != null ? forbidden : TaskSight.noProject(project));
        }
        Checks checks = new Checks(asked);
        checks.onlyKnown(SAYABLE);
        checks.hasText("message", true);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("risk_id", id);
        data.put("rule", "manual");
        data.put("subject", project.value());
        data.put("severity", "medium");
        data.putAll(asked.all());
        data.put("resolved", false);
        return checks.orElse(author.tell(id, new Statement(KnownType.RISK_ALERT, project, data), sight.asOf()));
    }

    @Override
    public String about(Members data) {
        return Objects.requireNonNullElse(data.text("risk_id"), "");
    }

    @Override
    public @Nullable Risk show(States states, String about) {
        return states.state(RiskProjection.NAME).risk(project, about);
    }
}
