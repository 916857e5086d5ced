package dev.herald.api.dashboard;

import dev.herald.event.ProjectId;
import dev.herald.event.Rfc3339;
import dev.herald.meter.Health;
import dev.herald.projection.delivery.ProjectDelivery;
import dev.herald.projection.delivery.WorkflowRun;
import dev.herald.projection.people.Agent;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.RuleName;
import dev.herald.projection.risk.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs somebody: the members of an answer, in their order.
 *
 * @param severity low, medium, high or critical, as of risks
 * @param subject what it is about: a task, an agent, a workflow's name, a part of the server
 * @param riskId where it is a risk, its id, with which it can be acknowledged
 * @param acknowledgedBy who has said that they know
 * @param eventId the event that it began with, where it is one
 */
record Need(
        Kind kind,
        Severity severity,
        @Nullable String projectId,
        String subject,
        String message,
        String since,
        @Nullable String riskId,
        @Nullable String rule,
        @Nullable String acknowledgedBy,
        @Nullable String eventId) {
    /** A run that failed longer ago is history, not something to do. */
    private static final long FAILED_MILLIS = 7L * 24 * 3_600_000;

    /** The worst first; of equals, who has waited longest; what somebody knows of already after all others. */
    static final Comparator<Need> ORDER = Comparator.comparing((Need need) -> need.acknowledgedBy != null)
            .thenComparing(Need::severity, Comparator.reverseOrder())
            .thenComparing(Need::since)
            .thenComparing(Need::subject);

    /** What kind of thing it is. */
    enum Kind {
        RISK,
        AGENT,
        WORKFLOW,
        SERVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Open risks from high on, and conflicts; one that says the same as an agent below is told once, as the agent. */
    static List<Need> ofRisks(List<Risk> open, Set<String> waiting) {
        return open.stream()
                .filter(risk -> risk.severity().compareTo(Severity.HIGH) >= 0
                        || risk.rule().equals(RuleName.CONFLICT.wireName()))
                .filter(risk ->
                        !(risk.rule().equals(RuleName.AGENT_WAITING.wireName()) && waiting.contains(risk.subject())))
                .map(risk -> new Need(
                        Kind.RISK,
                        risk.severity(),
                        risk.project().value(),
                        risk.subject(),
                        risk.message(),
                        Rfc3339.text(risk.openedMillis()),
                        risk.id(),
                        risk.rule(),
                        risk.acknowledgedBy(),
                        risk.opened().toString()))
                .toList();
    }

    /** Agents that wait for a person or have failed. */
    static List<Need> ofAgents(List<Agent> agents, @Nullable ProjectId project) {
        List<Need> found = new ArrayList<>();
        for (Agent agent : agents) {
            String activity = agent.activity();
            if (activity != null && (agent.isWaiting() || activity.equals("failed") || activity.equals("stalled"))) {
                String name = agent.name() == null ? agent.id() : agent.name();
                String what = name + (agent.isWaiting() ? waits(activity) : " has " + activity);
                found.add(new Need(
                        Kind.AGENT,
                        activity.equals("failed") ? Severity.HIGH : Severity.MEDIUM,
                        project == null ? null : project.value(),
                        agent.id(),
                        agent.reason() == null || agent.reason().isBlank() ? what : what + ": " + agent.reason(),
                        Rfc3339.text(agent.activityMillis()),
                        null,
                        null,
                        null,
                        null));
            }
        }
        return found;
    }

    private static String waits(String activity) {
        return activity.equals("waiting_for_permission") ? " waits for a permission" : " waits for an answer";
    }

    /** Workflows whose newest run that has ended failed, but for those that a risk above tells of. */
    static List<Need> ofRuns(ProjectDelivery delivery, ProjectId project, List<Risk> open, long atMillis) {
        Set<String> told = new HashSet<>();
        open.stream()
                .filter(risk -> risk.rule().equals(RuleName.WORKFLOW_FAILING.wireName()))
                .filter(risk -> risk.severity().compareTo(Severity.HIGH) >= 0)
                .forEach(risk -> told.add(risk.subject()));
        Map<String, WorkflowRun> newest = new LinkedHashMap<>();
        for (WorkflowRun run : delivery.runs()) {
            if (run.endedMillis() != null && run.status() != WorkflowRun.Status.CANCELLED) {
                newest.merge(run.name(), run, (one, other) -> ended(other) >= ended(one) ? other : one);
            }
        }
        return newest.values().stream()
                .filter(run -> run.status() == WorkflowRun.Status.FAILED)
                .filter(run -> ended(run) > atMillis - FAILED_MILLIS && !told.contains(run.name()))
                .map(run -> new Need(
                        Kind.WORKFLOW,
                        Severity.MEDIUM,
                        project.value(),
                        run.name(),
                        "the last run of " + run.name() + " failed"
                                + (run.currentStep() == null ? "" : " at " + run.currentStep()),
                        Rfc3339.text(ended(run)),
                        null,
                        null,
                        null,
                        run.ended() == null ? null : run.ended().toString()))
                .toList();
    }

    private static long ended(WorkflowRun run) {
        return run.endedMillis() == null ? 0 : run.endedMillis();
    }

    /** Parts of the server that are not well. */
    static List<Need> ofServer(Map<String, Health.Status> parts, long atMillis) {
        return parts.entrySet().stream()
                .filter(part -> part.getValue().level() != Health.Level.HEALTHY)
                .map(part -> new Need(
                        Kind.SERVER,
                        part.getValue().level() == Health.Level.UNHEALTHY ? Severity.CRITICAL : Severity.HIGH,
                        null,
                        part.getKey(),
                        part.getValue().detail(),
                        Rfc3339.text(atMillis),
                        null,
                        null,
                        null,
                        null))
                .toList();
    }
}
