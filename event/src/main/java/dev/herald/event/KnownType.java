package dev.herald.event;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that the vocabulary names; {@code custom.*} beside them is {@link CustomType}. */
public enum KnownType implements EventType {
    FILE_CHANGE(Family.FILES, "file_change"),
    COMMIT(Family.GIT, "commit"),
    AUTO_COMMIT_START(Family.AUTO_COMMIT, "auto_commit_start"),
    AUTO_COMMIT_RESULT(Family.AUTO_COMMIT, "auto_commit_result"),
    AUTO_COMMIT_ERROR(Family.AUTO_COMMIT, "auto_commit_error"),
    PROGRESS_UPDATE(Family.PROGRESS, "progress_update"),
    RISK_ALERT(Family.RISK, "risk_alert"),
    TASK_UPDATE(Family.TASKS, "task_update"),
    SYSTEM_STATUS(Family.SYSTEM, "system_status"),
    DASHBOARD_UPDATE(Family.SYSTEM, "dashboard_update"),
    HEALTH_CHECK(Family.SYSTEM, "health_check"),
    PROJECT_UPDATED(Family.PROJECTS, "project.updated"),
    PROJECT_DELETED(Family.PROJECTS, "project.deleted"),
    AGENT_STATUS_CHANGED(Family.AGENTS, "agent.status_changed"),
    AGENT_CONNECTED(Family.AGENTS, "agent.connected"),
    AGENT_DISCONNECTED(Family.AGENTS, "agent.disconnected"),
    AGENT_ACTION(Family.AGENTS, "agent.action"),
    AGENT_CLAIMED(Family.AGENTS, "agent.claimed"),
    AGENT_RELEASED(Family.AGENTS, "agent.released"),
    WORKFLOW_STARTED(Family.WORKFLOWS, "workflow.started"),
    WORKFLOW_PROGRESS(Family.WORKFLOWS, "workflow.progress"),
    WORKFLOW_COMPLETED(Family.WORKFLOWS, "workflow.completed"),
    WORKFLOW_FAILED(Family.WORKFLOWS, "workflow.failed"),
    PR_CREATED(Family.PULL_REQUESTS, "pr.created"),
    PR_UPDATED(Family.PULL_REQUESTS, "pr.updated"),
    PR_CLOSED(Family.PULL_REQUESTS, "pr.closed"),
    ISSUE_CREATED(Family.ISSUES, "issue.created"),
    ISSUE_UPDATED(Family.ISSUES, "issue.updated"),
    ISSUE_CLOSED(Family.ISSUES, "issue.closed"),
    DEPLOYMENT_STARTED(Family.DEPLOYMENTS, "deployment.started"),
    DEPLOYMENT_SUCCEEDED(Family.DEPLOYMENTS, "deployment.succeeded"),
    DEPLOYMENT_FAILED(Family.DEPLOYMENTS, "deployment.failed"),
    QUALITY_REPORTED(Family.QUALITY, "quality.reported"),
    AI_SUGGESTION(Family.AI, "ai.suggestion"),
    AI_ANALYSIS_COMPLETE(Family.AI, "ai.analysis_complete");

    static final Map<String, KnownType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(KnownType::wireName, Function.identity()));
    private static final List<String> WIRE_NAMES =
            Arrays.stream(values()).map(KnownType::wireName).toList();

    private final Family family;
    private final String wireName;

    KnownType(Family family, String wireName) {
        this.family = family;
        this.wireName = wireName;
    }

    /** The rows of the table: types of one family have the same fields. */
    enum Family {
        FILES,
        GIT,
        AUTO_COMMIT,
        PROGRESS,
        RISK,
        TASKS,
        SYSTEM,
        PROJECTS,
        AGENTS,
        WORKFLOWS,
        PULL_REQUESTS,
        ISSUES,
        DEPLOYMENTS,
        QUALITY,
        AI
    }

    Family family() {
        return family;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** All wire names, in the table's order. */
    public static List<String> wireNames() {
        return WIRE_NAMES;
    }
}
