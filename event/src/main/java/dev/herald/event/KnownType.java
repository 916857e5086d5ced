package dev.herald.event;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that the vocabulary names; {@code custom.*} beside them is {@link CustomType}. */
public enum KnownType implements EventType {
    FILE_CHANGE("file_change"),
    COMMIT("commit"),
    AUTO_COMMIT_START("auto_commit_start"),
    AUTO_COMMIT_RESULT("auto_commit_result"),
    AUTO_COMMIT_ERROR("auto_commit_error"),
    PROGRESS_UPDATE("progress_update"),
    RISK_ALERT("risk_alert"),
    TASK_UPDATE("task_update"),
    SYSTEM_STATUS("system_status"),
    DASHBOARD_UPDATE("dashboard_update"),
    HEALTH_CHECK("health_check"),
    PROJECT_UPDATED("project.updated"),
    PROJECT_DELETED("project.deleted"),
    AGENT_STATUS_CHANGED("agent.status_changed"),
    AGENT_CONNECTED("agent.connected"),
    AGENT_DISCONNECTED("agent.disconnected"),
    WORKFLOW_STARTED("workflow.started"),
    WORKFLOW_PROGRESS("workflow.progress"),
    WORKFLOW_COMPLETED("workflow.completed"),
    WORKFLOW_FAILED("workflow.failed"),
    PR_CREATED("pr.created"),
    PR_UPDATED("pr.updated"),
    PR_CLOSED("pr.closed"),
    ISSUE_CREATED("issue.created"),
    ISSUE_UPDATED("issue.updated"),
    ISSUE_CLOSED("issue.closed"),
    AI_SUGGESTION("ai.suggestion"),
    AI_ANALYSIS_COMPLETE("ai.analysis_complete");

    static final Map<String, KnownType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(KnownType::wireName, Function.identity()));
    private static final List<String> WIRE_NAMES =
            Arrays.stream(values()).map(KnownType::wireName).toList();

    private final String wireName;

    KnownType(String wireName) {
        this.wireName = wireName;
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
