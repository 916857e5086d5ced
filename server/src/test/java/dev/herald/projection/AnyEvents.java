package dev.herald.projection;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events of all types as the door lets them in: such as tools send, and such as only the table of fields allows. One
 * thread.
 */
final class AnyEvents {
    /** Values that no field is meant to have, and some may. */
    private static final List<String> STRANGE = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-0.0",
            "1e-400",
            "1e999999999",
            "1E-999999999",
            "1e99999999999",
            "9223372036854775807",
            "9223372036854775808",
            "12345678901234567890123456789012345678901234567890",
            "1000000",
            "0.1",
            "\"\"",
            "\" \"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"\\u0000\\n\\u001f\"",
            "\"T-1\"",
            "\"" + "x".repeat(256) + "\"",
            "[]",
            "{}",
            "[null,true,1e999999999,\"a\",[[]],{\"a\":{}},7,\"\\ud800\"]",
            "{\"a\":{\"b\":[1,{\"c\":null}]},\"\":1e99999999999,\"thresholds\":[1]}");

    private static final List<String> IDS =
            List.of("\"T-1\"", "\"T-2\"", "\"T-3\"", "1", "\"1\"", "2", "\"a\"", "\"b\"", "\"\\n\"", "\"\\ud800\"");
    private static final List<String> TEXTS = List.of(
            "\"closes T-1, T-2 and #1\"",
            "\"fixes #2; refs T-3\"",
            "\"T-3: the door\"",
            "\"\"",
            "\"Grüße \\ud83d\\ude00\"");
    private static final List<String> MOMENTS = List.of(
            "\"2026-03-01T10:00:00Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999+14:00\"",
            "\"2026-12-31T23:59:60Z\"",
            "\"2026-03-01\"",
            "\"0000-01-01\"",
            "\"9999-12-31\"",
            "null");
    private static final List<String> COUNTS = List.of("0", "1", "3", "100", "9223372036854775807", "null");
    private static final List<String> NUMBERS =
            List.of("0", "0.5", "1e-400", "1e-999999999", "1", "3", "1000000", "null");
    private static final List<String> LISTS = List.of(
            "[]",
            "[\"T-1\",\"T-2\"]",
            "[1,\"a\",null,{},1e999999999]",
            "[{\"task_id\":\"T-1\",\"action\":\"closes\"}]");
    private static final List<String> OBJECTS = List.of(
            "{}",
            "{\"thresholds\":{\"blocked_too_long\":1e999999999,\"x\":-1,\"y\":\"2\"},\"people\":{\"ann\":[\"a@b\",7,null]}}",
            "{\"people\":7,\"production\":{},\"incident_labels\":\"x\",\"thresholds\":null}",
            "{\"production\":[\"live\"],\"incident_labels\":[\"incident\",1]}");
    private static final List<String> FLAGS = List.of("true", "false");

    private static final Map<String, List<String>> FIELDS = new HashMap<>();

    static {
        fields(IDS, "task_id", "parent_id", "pr_id", "issue_id", "workflow_id", "deployment_id", "suggestion_id");
        fields(IDS, "agent_id", "session_id", "claim_id", "risk_id", "target_id", "caused_by", "run", "commit_hash");
        fields(
                IDS,
                "subject",
                "assignee",
                "assigned_to",
                "author",
                "author_email",
                "updated_by",
                "deleted_by",
                "branch");
        fields(IDS, "environment", "workflow_name", "current_step", "ref", "actor", "tool", "target", "file_path");
        fields(TEXTS, "title", "description", "message", "project_name", "repository_url", "github_url", "url");
        fields(TEXTS, "agent_name", "reason", "error", "suggested_action", "previous_path");
        fields(MOMENTS, "created_at", "due_date", "started_at", "completed_at", "updated_at", "first_review_at");
        fields(MOMENTS, "merged_at", "committed_at", "expires_at");
        fields(COUNTS, "version", "number", "insertions", "deletions", "additions", "total_steps", "duration_ms");
        fields(COUNTS, "completed_tasks", "total_tasks", "progress", "generation", "expects_heartbeat_s", "tokens_in");
        fields(NUMBERS, "estimate", "progress_percentage", "previous_percentage", "availability", "confidence", "cost");
        fields(NUMBERS, "estimated_time_remaining", "line_coverage", "passed", "failed");
        fields(LISTS, "labels", "depends_on", "files_changed", "reviewers", "logs", "errors", "paths", "parents");
        fields(LISTS, "task_refs");
        fields(OBJECTS, "settings", "changes", "evidence", "metadata");
        fields(FLAGS, "resolved", "success", "is_rollback", "is_rework", "is_truncated");
        fields(List.of("\"created\"", "\"updated\"", "\"deleted\"", "\"edit\"", "\"run\""), "action");
        fields(List.of("\"low\"", "\"medium\"", "\"high\"", "\"critical\"", "\"info\"", "\"warning\""), "severity");
        fields(List.of("\"task_overdue\"", "\"manual\"", "\"mine\""), "rule");
        fields(List.of("\"coverage\"", "\"tests\"", "\"findings\""), "kind");
        fields(List.of("\"working\"", "\"waiting_for_input\"", "\"done\"", "null"), "activity");
        fields(List.of("\"UTC\"", "\"Europe/Berlin\"", "\"Pacific/Apia\"", "\"SystemV/EST5EDT\"", "null"), "time_zone");
        fields(List.of("\"created\"", "\"modified\"", "\"deleted\"", "\"moved\""), "change_type");
        fields(List.of("\"low\"", "\"critical\"", "null"), "priority");
        FIELDS.put(
                "status",
                List.of(
                        "\"todo\"",
                        "\"in_progress\"",
                        "\"in_review\"",
                        "\"blocked\"",
                        "\"done\"",
                        "\"cancelled\"",
                        "\"open\"",
                        "\"closed\"",
                        "\"merged\"",
                        "\"draft\"",
                        "\"pending\"",
                        "\"running\"",
                        "\"completed\"",
                        "\"failed\"",
                        "\"online\"",
                        "\"offline\"",
                        "\"busy\"",
                        "\"error\"",
                        "\"paused\"",
                        "\"accepted\""));
    }

    private static final List<String> NAMES = List.copyOf(FIELDS.keySet());
    private static final String[] PROJECTS = {"p", "p", "p", "q", "r"};

    private final Random random;

    AnyEvents(long seed) {
        random = new Random(seed);
    }

    private static void fields(List<String> values, String... names) {
        for (String name : names) {
            FIELDS.put(name, values);
        }
    }

    /** The next that the door lets in. */
    Draft next() {
        while (true) {
            String type = type();
            if (Codec.decode(json(type).getBytes(StandardCharsets.UTF_8)) instanceof Decoded.Ok ok) {
                return ok.draft();
            }
        }
    }

    private String type() {
        List<String> types = KnownType.wireNames();
        return switch (random.nextInt(8)) {
            case 0 -> "task_update";
            case 1 -> random.nextBoolean() ? "project.updated" : "project.deleted";
            case 2 -> "custom.anything";
            default -> types.get(random.nextInt(types.size()));
        };
    }

    private String json(String type) {
        Map<String, String> data = new HashMap<>();
        int fields = random.nextInt(9);
        for (int i = 0; i < fields; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            data.put(name, value(name));
        }
        // An event of a thing most often says which.
        for (String id :
                List.of("task_id", "pr_id", "issue_id", "workflow_id", "deployment_id", "agent_id", "status")) {
            if (random.nextInt(3) == 0) {
                data.put(id, value(id));
            }
        }
        StringBuilder json = new StringBuilder("{\"type\":\"" + type + "\"");
        if (random.nextInt(10) > 0) {
            json.append(",\"project_id\":\"")
                    .append(PROJECTS[random.nextInt(PROJECTS.length)])
                    .append('"');
        }
        if (random.nextInt(10) == 0) {
            json.append(",\"source\":\"herald\"");
        }
        json.append(",\"data\":{");
        String separator = "";
        for (Map.Entry<String, String> member : data.entrySet()) {
            json.append(separator)
                    .append('"')
                    .append(member.getKey())
                    .append("\":")
                    .append(member.getValue());
            separator = ",";
        }
        return json.append("}}").toString();
    }

    private String value(String name) {
        List<String> values = random.nextInt(6) == 0 ? STRANGE : FIELDS.getOrDefault(name, STRANGE);
        return values.get(random.nextInt(values.size()));
    }
}
