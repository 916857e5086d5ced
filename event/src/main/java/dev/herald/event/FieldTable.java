package dev.herald.event;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The table of the protocol's section 1: which fields of {@code data} are checked, for which type, and how. A field that
 * has no row is kept as it is. Null is allowed where the absence of a value is itself news (nobody is assigned, no
 * description was written), nowhere else.
 *
 * <p>The protocol leaves most lengths open; those chosen here are far above what tools send.
 */
final class FieldTable {
    private static final int NAME_MAX = 256;
    private static final int TITLE_MAX = 1_024;
    private static final int URL_MAX = 2_048;
    private static final int PATH_MAX = 4_096;
    private static final int PROSE_MAX = 65_536;
    private static final int ELEMENTS_MAX = 10_000;
    /** An agent that is heard of less than once a day is not waited for. */
    private static final int HEARTBEAT_SECONDS_MAX = 86_400;
    /** Of one action. */
    private static final long DOLLARS_MAX = 1_000_000;

    private static final Rule ID = new Rule.Id();
    private static final Rule NAME = new Rule.Text(1, NAME_MAX);
    private static final Rule TITLE = new Rule.Text(0, TITLE_MAX);
    private static final Rule PROSE = new Rule.Text(0, PROSE_MAX);
    private static final Rule MOMENT = new Rule.Moment();
    private static final Rule PATH = new Rule.RelativePath(PATH_MAX);
    private static final Rule COUNT = new Rule.Whole(0, Long.MAX_VALUE);
    private static final Rule COUNT_OR_NULL = new Rule.OrNull(COUNT);
    private static final Rule PERCENT = Rule.Number.of(0, 100);
    private static final Rule FLAG = new Rule.Flag();
    private static final Rule OBJECT = new Rule.Members(ELEMENTS_MAX);
    private static final Rule ARRAY = new Rule.Elements(ELEMENTS_MAX);
    private static final Rule NAME_OR_NULL = new Rule.OrNull(NAME);
    private static final Rule PROSE_OR_NULL = new Rule.OrNull(PROSE);
    private static final Rule URL_OR_NULL = new Rule.OrNull(new Rule.Text(0, URL_MAX));
    private static final Rule ID_OR_NULL = new Rule.OrNull(ID);
    private static final Rule MOMENT_OR_NULL = new Rule.OrNull(MOMENT);
    /** GitHub's ids are numbers, other tools' are text. */
    private static final Rule REFERENCE = new Rule.Either(NAME, COUNT);

    private static final Rule REFERENCE_OR_NULL = new Rule.OrNull(REFERENCE);
    private static final Rule DAY_OR_NULL = new Rule.OrNull(new Rule.Day());

    /** Checked for every type, {@code custom.*} included. */
    private static final Map<String, Rule> COMMON = Map.of("project_id", ID_OR_NULL, "timestamp", MOMENT_OR_NULL);

    private static final Map<KnownType, Map<String, Rule>> BY_TYPE = new EnumMap<>(KnownType.class);
    private static final Set<String> NAMES = new HashSet<>(COMMON.keySet());

    static {
        for (KnownType type : KnownType.values()) {
            Map<String, Rule> rules = new HashMap<>(rows(type));
            rules.putAll(COMMON);
            BY_TYPE.put(type, Map.copyOf(rules));
            NAMES.addAll(rules.keySet());
        }
    }

    private FieldTable() {}

    /** The checked fields of a type by name. */
    static Map<String, Rule> rules(EventType type) {
        return switch (type) {
            case KnownType known -> Objects.requireNonNull(BY_TYPE.get(known));
            case CustomType custom -> COMMON;
        };
    }

    /** Whether any type has a row of this name: what has none need not be remembered while the data are read. */
    static boolean isNamed(String field) {
        return NAMES.contains(field);
    }

    private static Map<String, Rule> rows(KnownType type) {
        return switch (type.family()) {
            case FILES ->
                Map.of(
                        "file_path",
                        PATH,
                        "change_type",
                        Rule.Choice.of("created", "modified", "deleted", "moved"),
                        "previous_path",
                        new Rule.OrNull(PATH),
                        "actor",
                        NAME_OR_NULL,
                        "actor_known_by",
                        NAME_OR_NULL);
            case GIT -> git();
            case AUTO_COMMIT -> autoCommit(type);
            case PROGRESS ->
                Map.of(
                        "progress_percentage", PERCENT,
                        "completed_tasks", COUNT,
                        "total_tasks", COUNT,
                        "previous_percentage", new Rule.OrNull(PERCENT));
            case RISK ->
                Map.of(
                        "risk_id", NAME,
                        "rule", NAME,
                        "subject", TITLE,
                        "severity", Rule.Choice.of("low", "medium", "high", "critical"),
                        "message", PROSE,
                        "resolved", FLAG,
                        "evidence", OBJECT);
            case TASKS -> task();
            case SYSTEM -> Map.of("message", PROSE);
            case PROJECTS -> project();
            case AGENTS -> agents(type);
            case WORKFLOWS -> workflow();
            case PULL_REQUESTS -> pullRequest();
            case ISSUES -> issue();
            case DEPLOYMENTS -> deployment();
            case QUALITY ->
                Map.of(
                        "kind", Rule.Choice.of("coverage", "tests", "findings"),
                        "branch", NAME_OR_NULL,
                        "commit_hash", NAME_OR_NULL,
                        "run", REFERENCE_OR_NULL);
            case AI -> suggestion();
        };
    }

    private static Map<String, Rule> git() {
        return Map.of(
                "commit_hash", NAME,
                "message", PROSE,
                "author", new Rule.Text(0, NAME_MAX),
                "files_changed", ARRAY,
                "branch", NAME_OR_NULL,
                "insertions", COUNT,
                "deletions", COUNT);
    }

    private static Map<String, Rule> autoCommit(KnownType type) {
        String event = type.wireName().substring("auto_commit_".length());
        return Map.ofEntries(
                Map.entry("event", Rule.Choice.of(event)),
                Map.entry("trigger", Rule.Choice.of("change", "schedule", "manual")),
                Map.entry("changes_count", COUNT),
                Map.entry("success", FLAG),
                Map.entry("commit_hash", NAME_OR_NULL),
                Map.entry("branch", NAME_OR_NULL),
                Map.entry("message", PROSE_OR_NULL),
                Map.entry("mode", Rule.Choice.of("shadow", "branch")),
                Map.entry("left_out", ARRAY),
                Map.entry("left_out_count", COUNT),
                Map.entry("error", PROSE),
                Map.entry("reason", PROSE_OR_NULL));
    }

    /** The fields of section 9's task: the whole task is in the event. */
    private static Map<String, Rule> task() {
        return Map.ofEntries(
                Map.entry("task_id", REFERENCE),
                Map.entry("action", Rule.Choice.of("created", "updated", "deleted")),
                Map.entry("changes", OBJECT),
                Map.entry("title", TITLE),
                Map.entry("description", PROSE_OR_NULL),
                Map.entry("status", Rule.Choice.of("todo", "in_progress", "in_review", "blocked", "done", "cancelled")),
                Map.entry("assignee", NAME_OR_NULL),
                Map.entry("estimate", new Rule.OrNull(Rule.Number.of(0, 1_000_000))),
                Map.entry("due_date", DAY_OR_NULL),
                Map.entry("labels", new Rule.OrNull(ARRAY)),
                Map.entry("parent_id", REFERENCE_OR_NULL),
                Map.entry("depends_on", new Rule.OrNull(ARRAY)),
                Map.entry("created_at", MOMENT_OR_NULL),
                Map.entry("started_at", MOMENT_OR_NULL),
                Map.entry("completed_at", MOMENT_OR_NULL),
                Map.entry("updated_at", MOMENT_OR_NULL),
                Map.entry("version", COUNT));
    }

    private static Map<String, Rule> project() {
        return Map.ofEntries(
                Map.entry("project_name", TITLE),
                Map.entry("repository_url", URL_OR_NULL),
                Map.entry("status", NAME),
                Map.entry("description", PROSE_OR_NULL),
                Map.entry("due_date", DAY_OR_NULL),
                Map.entry("time_zone", new Rule.OrNull(new Rule.TimeZone())),
                Map.entry("settings", OBJECT),
                Map.entry("updated_by", ID_OR_NULL),
                Map.entry("deleted_by", ID_OR_NULL),
                Map.entry("changes", OBJECT));
    }

    private static Map<String, Rule> agents(KnownType type) {
        return switch (type) {
            case AGENT_ACTION -> action();
            case AGENT_CLAIMED, AGENT_RELEASED ->
                Map.of(
                        "agent_id", ID,
                        "claim_id", NAME,
                        "paths", ARRAY,
                        "generation", COUNT,
                        "expires_at", MOMENT_OR_NULL,
                        "reason", PROSE_OR_NULL);
            default -> agent();
        };
    }

    private static Map<String, Rule> agent() {
        return Map.ofEntries(
                Map.entry("agent_id", ID),
                Map.entry("agent_name", TITLE),
                Map.entry("status", Rule.Choice.of("online", "offline", "busy", "idle", "error")),
                Map.entry("availability", PERCENT),
                Map.entry("metadata", OBJECT),
                Map.entry(
                        "activity",
                        new Rule.OrNull(Rule.Choice.of(
                                "working",
                                "waiting_for_input",
                                "waiting_for_permission",
                                "stalled",
                                "done",
                                "failed"))),
                Map.entry("session_id", NAME_OR_NULL),
                Map.entry("task_id", REFERENCE_OR_NULL),
                Map.entry("reason", PROSE_OR_NULL),
                Map.entry("expects_heartbeat_s", new Rule.OrNull(new Rule.Whole(1, HEARTBEAT_SECONDS_MAX))));
    }

    private static Map<String, Rule> action() {
        return Map.ofEntries(
                Map.entry("agent_id", ID),
                Map.entry("session_id", NAME_OR_NULL),
                Map.entry(
                        "action",
                        Rule.Choice.of(
                                "read", "edit", "create", "delete", "run", "search", "fetch", "ask", "answer",
                                "other")),
                Map.entry("tool", NAME_OR_NULL),
                Map.entry("target", new Rule.OrNull(new Rule.Text(0, PATH_MAX))),
                Map.entry("outcome", Rule.Choice.of("ok", "failed", "denied")),
                Map.entry("duration_ms", COUNT_OR_NULL),
                Map.entry("tokens_in", COUNT_OR_NULL),
                Map.entry("tokens_out", COUNT_OR_NULL),
                Map.entry("cost", new Rule.OrNull(Rule.Number.of(0, DOLLARS_MAX))));
    }

    private static Map<String, Rule> deployment() {
        return Map.of(
                "deployment_id", REFERENCE,
                "environment", NAME,
                "commit_hash", NAME_OR_NULL,
                "ref", NAME_OR_NULL,
                "url", URL_OR_NULL,
                "is_rollback", FLAG,
                "is_rework", FLAG,
                "caused_by", REFERENCE_OR_NULL,
                "duration_ms", COUNT_OR_NULL);
    }

    private static Map<String, Rule> workflow() {
        return Map.of(
                "workflow_id",
                REFERENCE,
                "workflow_name",
                new Rule.OrNull(TITLE),
                "status",
                Rule.Choice.of("pending", "running", "completed", "failed", "cancelled"),
                "progress",
                new Rule.Whole(0, 100),
                "current_step",
                REFERENCE_OR_NULL,
                "total_steps",
                COUNT,
                "estimated_time_remaining",
                new Rule.OrNull(Rule.Number.of(0, Integer.MAX_VALUE)),
                "logs",
                ARRAY,
                "errors",
                ARRAY);
    }

    private static Map<String, Rule> pullRequest() {
        return Map.ofEntries(
                Map.entry("pr_id", REFERENCE),
                Map.entry("number", COUNT),
                Map.entry("title", TITLE),
                Map.entry("description", PROSE_OR_NULL),
                Map.entry("author", new Rule.Text(0, NAME_MAX)),
                Map.entry("branch", NAME_OR_NULL),
                Map.entry("github_url", URL_OR_NULL),
                Map.entry("status", Rule.Choice.of("open", "closed", "merged", "draft")),
                Map.entry("created_at", MOMENT),
                Map.entry("first_review_at", MOMENT_OR_NULL),
                Map.entry("merged_at", MOMENT_OR_NULL),
                Map.entry("additions", COUNT),
                Map.entry("deletions", COUNT),
                Map.entry("reviewers", ARRAY));
    }

    private static Map<String, Rule> issue() {
        return Map.of(
                "issue_id", REFERENCE,
                "number", COUNT,
                "title", TITLE,
                "description", PROSE_OR_NULL,
                "status", Rule.Choice.of("open", "in_progress", "closed", "blocked"),
                "priority", new Rule.OrNull(Rule.Choice.of("low", "medium", "high", "critical")),
                "assigned_to", ID_OR_NULL,
                "updated_at", MOMENT,
                "labels", ARRAY,
                "caused_by", REFERENCE_OR_NULL);
    }

    private static Map<String, Rule> suggestion() {
        return Map.ofEntries(
                Map.entry("suggestion_id", REFERENCE),
                Map.entry("target_type", Rule.Choice.of("issue", "pr", "code")),
                Map.entry("target_id", REFERENCE_OR_NULL),
                Map.entry(
                        "category",
                        Rule.Choice.of(
                                "optimization", "refactor", "bug_fix", "security", "performance", "maintainability")),
                Map.entry("title", TITLE),
                Map.entry("description", PROSE),
                Map.entry("severity", Rule.Choice.of("info", "warning", "critical")),
                Map.entry("confidence", Rule.Number.of(0, 1)),
                Map.entry("suggested_action", PROSE_OR_NULL),
                Map.entry("metadata", OBJECT));
    }
}
