package dev.herald.app;

import dev.herald.event.CustomType;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an event says, in a few words. Publishers leave fields out at will: what is absent is left out here too. */
final class Summary {
    private static final int LENGTH_MAX = 400;
    private static final int HASH_LENGTH = 8;
    private static final CustomType GIT_OPERATION = new CustomType("custom.git.operation");

    private Summary() {}

    /** @param type the type's wire name; may be an alias */
    static String of(String type, Map<String, Object> data) {
        String words = EventType.parse(type).map(known -> words(known, data)).orElseGet(() -> all(data));
        return Line.plain(words.isEmpty() ? all(data) : words, LENGTH_MAX);
    }

    private static String words(EventType type, Map<String, Object> data) {
        return switch (type) {
            case CustomType custom -> custom.equals(GIT_OPERATION) ? operation(data) : all(data);
            case KnownType known -> words(known, data);
        };
    }

    private static String words(KnownType type, Map<String, Object> data) {
        return switch (type) {
            case FILE_CHANGE ->
                joined(
                        text(data, "change_type"),
                        text(data, "file_path"),
                        data.containsKey("previous_path") ? "from " + text(data, "previous_path") : "");
            case COMMIT -> joined(hash(data), firstLine(text(data, "message")), by(text(data, "author")));
            case AUTO_COMMIT_START, AUTO_COMMIT_RESULT, AUTO_COMMIT_ERROR ->
                joined(
                        text(data, "trigger"),
                        hash(data),
                        firstLine(text(data, "message")),
                        text(data, "error"),
                        data.containsKey("left_out_count") ? "(" + text(data, "left_out_count") + " left out)" : "");
            case PROGRESS_UPDATE -> joined(percent(data, "progress_percentage"), outOf(data));
            case RISK_ALERT -> joined(text(data, "severity"), text(data, "rule"), text(data, "message"));
            case TASK_UPDATE ->
                joined(text(data, "action"), text(data, "task_id"), text(data, "title"), text(data, "status"));
            case SYSTEM_STATUS, HEALTH_CHECK -> joined(text(data, "status"), text(data, "message"));
            case DASHBOARD_UPDATE -> "";
            case PROJECT_UPDATED, PROJECT_DELETED ->
                joined(text(data, "project_name"), by(text(data, "updated_by") + text(data, "deleted_by")));
            case AGENT_STATUS_CHANGED, AGENT_CONNECTED, AGENT_DISCONNECTED ->
                joined(text(data, "agent_id"), text(data, "agent_name"), text(data, "status"));
            case AGENT_ACTION ->
                joined(text(data, "agent_id"), text(data, "action"), text(data, "target"), text(data, "outcome"));
            case AGENT_CLAIMED, AGENT_RELEASED ->
                joined(text(data, "agent_id"), text(data, "paths"), text(data, "reason"));
            case DEPLOYMENT_STARTED, DEPLOYMENT_SUCCEEDED, DEPLOYMENT_FAILED ->
                joined(text(data, "environment"), hash(data), text(data, "ref"), text(data, "deployment_id"));
            case QUALITY_REPORTED -> joined(text(data, "kind"), text(data, "branch"), hash(data), text(data, "run"));
            case WORKFLOW_STARTED, WORKFLOW_PROGRESS, WORKFLOW_COMPLETED, WORKFLOW_FAILED ->
                joined(
                        text(data, "workflow_id"),
                        text(data, "status"),
                        percent(data, "progress"),
                        text(data, "current_step"));
            case PR_CREATED, PR_UPDATED, PR_CLOSED, ISSUE_CREATED, ISSUE_UPDATED, ISSUE_CLOSED ->
                joined(numbered(data), text(data, "title"), text(data, "status"));
            case AI_SUGGESTION, AI_ANALYSIS_COMPLETE ->
                joined(text(data, "severity"), text(data, "category"), text(data, "title"));
        };
    }

    /** Every member but what the line says already. */
    private static String all(Map<String, Object> data) {
        return data.entrySet().stream()
                .filter(member ->
                        !member.getKey().equals("timestamp") && !member.getKey().equals("project_id"))
                .map(member -> member.getKey() + "=" + member.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String joined(String... words) {
        return Stream.of(words).filter(word -> !word.isBlank()).collect(Collectors.joining(" "));
    }

    private static String text(Map<String, Object> data, String field) {
        return Objects.toString(data.get(field), "");
    }

    /** What git did to the work tree as a whole. */
    private static String operation(Map<String, Object> data) {
        String from = revision(text(data, "from"));
        String to = revision(text(data, "to"));
        return joined(
                text(data, "operation"),
                from,
                to.equals(from) || to.isEmpty() ? "" : "to " + to,
                text(data, "outcome").equals("stopped") ? "(stopped)" : "",
                files(text(data, "files_changed")));
    }

    private static String files(String count) {
        return count.isEmpty() ? "" : count + (count.equals("1") ? " file" : " files");
    }

    private static String hash(Map<String, Object> data) {
        return revision(text(data, "commit_hash"));
    }

    /** A branch's name as it is, a hash as short as people read it. */
    private static String revision(String name) {
        return name.matches("[0-9a-f]{16,64}") ? name.substring(0, HASH_LENGTH) : name;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String by(String who) {
        return who.isEmpty() ? "" : "by " + who;
    }

    private static String percent(Map<String, Object> data, String field) {
        return data.containsKey(field) ? text(data, field) + " %" : "";
    }

    private static String outOf(Map<String, Object> data) {
        return data.containsKey("completed_tasks")
                ? "(" + text(data, "completed_tasks") + " of " + text(data, "total_tasks") + ")"
                : "";
    }

    private static String numbered(Map<String, Object> data) {
        return data.containsKey("number") ? "#" + text(data, "number") : "";
    }
}
