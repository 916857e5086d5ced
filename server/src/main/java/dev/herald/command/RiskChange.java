package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.risk.RiskState;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.WorkProjection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody knows of a risk, or says that one is over. One that a rule found closes when the rule says so. */
public final class RiskChange implements Command<RiskChange.Sight, Risk> {
    private static final String BY = "acknowledged_by";
    private static final Set<String> OF_ACKNOWLEDGING = Checks.names(BY);
    private static final Set<String> NONE = Checks.names();

    /** What is done with it. */
    public enum Kind {
        RESOLVE,
        ACKNOWLEDGE
    }

    /** What it sees. */
    public record Sight(@Nullable Project project, @Nullable Risk risk, Position asOf) {}

    private final ProjectId project;
    private final String id;
    private final Kind kind;
    private final Members asked;
    private final Author author;

    public RiskChange(ProjectId project, String id, Kind kind, Members asked, Author author) {
        this.project = project;
        this.id = id;
        this.kind = kind;
        this.asked = asked;
        this.author = author;
    }

    @Override
    public Sight look(States states) {
        Project of = states.state(WorkProjection.NAME).project(project);
        RiskState risks = states.state(RiskProjection.NAME);
        return new Sight(of == null || of.isDeleted() ? null : of, risks.risk(project, id), states.position());
    }

    @Override
    public Decision decide(Sight sight) {
        Denial forbidden = author.denial(KnownType.RISK_ALERT, project);
        Risk risk = sight.risk();
        if (forbidden != null || sight.project() == null || risk == null) {
            return new Decision.Denied(forbidden != null ? forbidden : unknown(sight));
        }
        Checks checks = new Checks(asked);
        checks.onlyKnown(kind == Kind.RESOLVE ? NONE : OF_ACKNOWLEDGING);
        checks.hasText(BY, false);
        Decision decision = kind == Kind.RESOLVE ? resolve(risk, sight.asOf()) : acknowledge(risk, sight.asOf());
        return checks.orElse(decision);
    }

    private Denial unknown(Sight sight) {
        return sight.project() == null
                ? TaskSight.noProject(project)
                : new Denial.Unknown("project " + project + " has no risk " + Checks.shown(id));
    }

    private Decision resolve(Risk risk, Position asOf) {
        if (risk.isComputed()) {
            return new Decision.Denied(new Denial.Conflict("the rule " + risk.rule() + " found this risk, and closes it"
                    + " when its reason is gone; :acknowledge says that somebody knows of it"));
        }
        if (!risk.isOpen()) {
            return new Decision.Nothing(id);
        }
        Map<String, @Nullable Object> data = fields(risk);
        data.put("resolved", true);
        return author.tell(id, new Statement(KnownType.RISK_ALERT, project, data), asOf);
    }

    private Decision acknowledge(Risk risk, Position asOf) {
        if (!risk.isOpen()) {
            return new Decision.Denied(new Denial.Conflict("the risk is over already"));
        }
        String user = author.user();
        String named = asked.text(BY);
        String by = user != null ? user : named != null ? named : author.grant().subject();
        if (by.equals(risk.acknowledgedBy())) {
            return new Decision.Nothing(id);
        }
        Map<String, @Nullable Object> data = fields(risk);
        data.put("resolved", false);
        data.put(BY, by);
        return author.tell(id, new Statement(KnownType.RISK_ALERT, project, data), asOf);
    }

    private static Map<String, @Nullable Object> fields(Risk risk) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("risk_id", risk.id());
        data.put("rule", risk.rule());
        data.put("subject", risk.subject());
        data.put("severity", risk.severity().wireName());
        data.put("message", risk.message());
        data.put("evidence", risk.evidence());
        return data;
    }

    @Override
    public String about(Members data) {
        return id;
    }

    @Override
    public @Nullable Risk show(States states, String about) {
        return states.state(RiskProjection.NAME).risk(project, id);
    }

    @Override
    public Object subject() {
        return "risk " + project + "/" + id;
    }
}
