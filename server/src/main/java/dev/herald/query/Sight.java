package dev.herald.query;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Reach;
import dev.herald.projection.FigureName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which types of events somebody has to be let read to be shown what is made of them. Any thread. */
public final class Sight {
    public static final Set<KnownType> TASKS = Set.of(KnownType.TASK_UPDATE);
    public static final Set<KnownType> PROJECTS = Set.of(KnownType.PROJECT_UPDATED);
    public static final Set<KnownType> RISKS = Set.of(KnownType.RISK_ALERT);
    public static final Set<KnownType> COMMITS = Set.of(KnownType.COMMIT);
    public static final Set<KnownType> PULL_REQUESTS =
            Set.of(KnownType.PR_CREATED, KnownType.PR_UPDATED, KnownType.PR_CLOSED);
    public static final Set<KnownType> ISSUES =
            Set.of(KnownType.ISSUE_CREATED, KnownType.ISSUE_UPDATED, KnownType.ISSUE_CLOSED);
    public static final Set<KnownType> WORKFLOWS = Set.of(
            KnownType.WORKFLOW_STARTED,
            KnownType.WORKFLOW_PROGRESS,
            KnownType.WORKFLOW_COMPLETED,
            KnownType.WORKFLOW_FAILED);
    public static final Set<KnownType> DEPLOYMENTS =
            Set.of(KnownType.DEPLOYMENT_STARTED, KnownType.DEPLOYMENT_SUCCEEDED, KnownType.DEPLOYMENT_FAILED);
    public static final Set<KnownType> AGENTS = Set.of(
            KnownType.AGENT_STATUS_CHANGED,
            KnownType.AGENT_CONNECTED,
            KnownType.AGENT_DISCONNECTED,
            KnownType.AGENT_ACTION);
    public static final Set<KnownType> SUGGESTIONS = Set.of(KnownType.AI_SUGGESTION);
    public static final Set<KnownType> QUALITY = Set.of(KnownType.QUALITY_REPORTED);
    /** What people and agents do. */
    public static final Set<KnownType> ACTIVITY =
            together(TASKS, COMMITS, PULL_REQUESTS, Set.of(KnownType.FILE_CHANGE));
    /** A project's health is made of all of these. */
    public static final Set<KnownType> HEALTH = together(ACTIVITY, RISKS, WORKFLOWS);
    /** What each person did is made of all of these. */
    public static final Set<KnownType> TEAM = together(TASKS, COMMITS, PULL_REQUESTS);

    private Sight() {}

    @SafeVarargs
    public static Set<KnownType> together(Set<KnownType>... several) {
        Set<KnownType> all = new TreeSet<>();
        for (Set<KnownType> one : several) {
            all.addAll(one);
        }
        return Set.copyOf(all);
    }

    /** The types that a figure is made of. */
    public static Set<KnownType> of(FigureName name) {
        return switch (name) {
            case PROGRESS,
                    THROUGHPUT,
                    VELOCITY,
                    WORK_IN_PROGRESS,
                    CYCLE_TIME_P50,
                    CYCLE_TIME_P85,
                    CYCLE_TIME_P95,
                    LEAD_TIME_P50,
                    LEAD_TIME_P85,
                    LEAD_TIME_P95,
                    BLOCKED_SHARE,
                    REOPENED_SHARE,
                    SERVICE_LEVEL_EXPECTATION,
                    CANCELLED,
                    OVERDUE -> TASKS;
            case DEPLOYMENT_FREQUENCY, DEPLOYMENT_REWORK_RATE -> DEPLOYMENTS;
            case CHANGE_LEAD_TIME_P50 -> together(DEPLOYMENTS, COMMITS);
            case CHANGE_FAIL_RATE, RECOVERY_TIME_P50 -> together(DEPLOYMENTS, ISSUES);
            case PULL_REQUEST_FIRST_REVIEW_P50,
                    PULL_REQUEST_FIRST_REVIEW_P85,
                    PULL_REQUEST_MERGE_P50,
                    PULL_REQUEST_MERGE_P85,
                    PULL_REQUESTS_OPEN -> PULL_REQUESTS;
            case WORKFLOW_SUCCESS_SHARE, WORKFLOW_DURATION_P50, WORKFLOW_DURATION_P85 -> WORKFLOWS;
            case COMMITS, INSERTIONS, DELETIONS, AUTHORS -> COMMITS;
            case HEALTH -> HEALTH;
            case RISK_POINTS -> RISKS;
        };
    }

    /** Why what is made of these may not be shown; null where it may. */
    public static @Nullable String lacking(Reach reach, Set<KnownType> types) {
        if (reach.isEveryType()) {
            return null;
        }
        List<String> hidden = new ArrayList<>();
        for (EventType type : new TreeSet<>(types)) {
            if (!reach.covers(type)) {
                hidden.add(type.wireName());
            }
        }
        return hidden.isEmpty()
                ? null
                : "it is made of events that the token may not read: " + String.join(", ", hidden);
    }
}
