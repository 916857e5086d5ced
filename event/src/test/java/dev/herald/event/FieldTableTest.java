package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of the protocol's table with values that are just right and just wrong. Columns: type, field, right, wrong. */
class FieldTableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            file_change | file_path | "a" ; "src/a b\\n.txt" ; "..a/b.." ; ".gitignore" | "" ; "/a" ; "../a" ; "a/../b" ; "C:\\\\a" ; "c:/a" ; "a\\u0000" ; 1 ; null
            file_change | change_type | "created" ; "modified" ; "deleted" ; "moved" | "renamed" ; "Created" ; 1 ; null
            file_change | previous_path | "a" ; null | "" ; "/a" ; 1
            commit | commit_hash | "abc" | "" ; 1 ; null
            commit | message | "" ; "Fix" | 1 ; null
            commit | author | "Ada <a@b>" | 1 ; {}
            commit | files_changed | [] ; ["a"] ; [{"a":1}] | "a" ; 1 ; {} ; null
            commit | branch | "main" ; null | 1
            commit | insertions | 0 ; 12 ; 9223372036854775807 | -1 ; 1.5 ; "1" ; 1e3 ; 9223372036854775808 ; null
            commit | deletions | 0 | -1
            auto_commit_start | event | "start" | "result" ; "begin"
            auto_commit_result | event | "result" | "error"
            auto_commit_error | event | "error" | "start" ; 1
            auto_commit_start | trigger | "change" ; "schedule" ; "manual" | "auto"
            auto_commit_start | changes_count | 0 | -1 ; 0.5
            auto_commit_result | success | true ; false | "true" ; 1 ; null
            auto_commit_result | commit_hash | "abc" ; null | 1
            auto_commit_result | branch | "main" | []
            auto_commit_result | message | "x" | 1
            auto_commit_error | error | "x" | {}
            auto_commit_error | reason | "x" ; null | 1
            progress_update | progress_percentage | 0 ; 100 ; 99.99 ; 100.0 ; 1e2 ; -0.0 | -1 ; 100.000000000000000000000001 ; 1e400 ; 1e99999999999 ; -1e-99999999999 ; "1" ; null
            progress_update | completed_tasks | 3 | -3 ; 3.0
            progress_update | total_tasks | 3 | true
            progress_update | previous_percentage | 3 ; null | 101
            risk_alert | risk_id | "r" | "" ; 1
            risk_alert | rule | "overdue" | 1
            risk_alert | severity | "low" ; "medium" ; "high" ; "critical" | "info" ; null
            risk_alert | message | "x" | 1
            risk_alert | resolved | false | "no"
            risk_alert | evidence | {} ; {"a":[1]} | [] ; null
            task_update | action | "created" ; "updated" ; "deleted" | "moved"
            task_update | changes | {"status":{"from":null,"to":"done"}} | []
            task_update | status | "todo" ; "in_progress" ; "in_review" ; "blocked" ; "done" ; "cancelled" | "open"
            task_update | task_id | "T-1" ; 17 | "" ; -1 ; 1.5
            task_update | estimate | 2.5 ; null | -1 ; "2"
            system_status | message | "x" | 1
            dashboard_update | message | "x" | {}
            health_check | message | "x" | []
            project.updated | project_name | "P" | 1
            project.updated | repository_url | "https://x" ; null | 1
            project.updated | status | "active" | 1
            project.updated | updated_by | "ada" ; null | "a b" ; 1
            project.updated | changes | {} | "x"
            project.deleted | deleted_by | "ada" | "a@b"
            agent.status_changed | agent_id | "a1" | "" ; "a b" ; 1 ; null
            agent.connected | agent_name | "Ada L." | 1
            agent.disconnected | status | "online" ; "offline" ; "busy" ; "idle" ; "error" | "away"
            agent.status_changed | availability | 0 ; 100 ; 50.5 | -1 ; 101 ; "1"
            agent.status_changed | metadata | {} | []
            workflow.started | workflow_id | "w" ; 1 | "" ; 1.5 ; null
            workflow.progress | status | "pending" ; "running" ; "completed" ; "failed" ; "cancelled" | "done"
            workflow.progress | progress | 0 ; 100 | 101 ; -1 ; 50.5
            workflow.progress | current_step | "build" ; 2 ; null | []
            workflow.progress | total_steps | 4 | -4 ; "4"
            workflow.progress | estimated_time_remaining | 30 ; 30.5 ; null | -1 ; "30"
            workflow.failed | logs | [] ; ["a"] | "a"
            workflow.failed | errors | [] | {}
            pr.created | pr_id | "1" ; 1 | {}
            pr.created | number | 0 ; 7 | -7 ; "7"
            pr.created | title | "x" | 1
            pr.created | description | "x" ; null | 1
            pr.created | author | "ada" | 1
            pr.created | branch | "fix" | 1
            pr.created | github_url | "https://x" | 1
            pr.closed | status | "open" ; "closed" ; "merged" ; "draft" | "done"
            pr.created | created_at | "2026-01-01" | 1
            issue.created | issue_id | "1" ; 1 | -1
            issue.created | number | 7 | 7.5
            issue.created | title | "x" | 1
            issue.created | description | "x" ; null | 1
            issue.closed | status | "open" ; "in_progress" ; "closed" ; "blocked" | "merged"
            issue.updated | priority | "low" ; "medium" ; "high" ; "critical" ; null | "urgent"
            issue.updated | assigned_to | "ada" ; null | "a b" ; ""
            issue.updated | updated_at | "2026-01-01" | 1
            ai.suggestion | suggestion_id | "s" | {}
            ai.suggestion | target_type | "issue" ; "pr" ; "code" | "file"
            ai.suggestion | target_id | "1" ; 1 | []
            ai.suggestion | category | "optimization" ; "refactor" ; "bug_fix" ; "security" ; "performance" ; "maintainability" | "style"
            ai.suggestion | title | "x" | 1
            ai.suggestion | description | "x" | 1
            ai.analysis_complete | severity | "info" ; "warning" ; "critical" | "low"
            ai.suggestion | confidence | 0 ; 1 ; 0.5 ; 1.0 | 1.1 ; -0.1 ; "1"
            ai.suggestion | suggested_action | "x" ; null | 1
            ai.suggestion | metadata | {} | 1
            custom.a | timestamp | "2026-11-20T10:40:00Z" ; "2026-11-20t10:40:00.1234567+01:00" ; "2024-02-29T23:59:60Z" ; null | "2026-11-20T10:40:00" ; "2026-11-20 10:40:00Z" ; "2026-02-29T00:00:00Z" ; "2026-13-01T00:00:00Z" ; "2026-11-20T24:00:00Z" ; "2026-11-20T10:40:00.Z" ; "2026-11-20T10:40:00+0100" ; "now" ; "" ; 1763635200
            file_change | timestamp | "2026-11-20T10:40:00Z" | 1
            custom.a | file_path | 1 ; "/a" ; null | -
            """)
    void allowsWhatIsRightAndPointsAtWhatIsWrong(String type, String field, String right, String wrong) {
        for (String value : right.split(" ; ")) {
            assertThat(decode(type, field, value)).as(value).isInstanceOf(Decoded.Ok.class);
        }
        for (String value : wrong.equals("-") ? new String[0] : wrong.split(" ; ")) {
            assertThat(decode(type, field, value)).as(value).isInstanceOfSatisfying(Decoded.Invalid.class, invalid -> {
                assertThat(invalid.faults()).hasSize(1);
                assertThat(invalid.faults().getFirst().pointer()).isEqualTo("/data/" + field);
                assertThat(invalid.faults().getFirst().detail()).startsWith("must be ");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "file_change, file_path, 4096",
        "commit, commit_hash, 256",
        "commit, message, 65536",
        "commit, author, 256",
        "pr.created, title, 1024",
        "pr.created, github_url, 2048",
        "pr.created, description, 65536",
        "risk_alert, message, 65536",
        "agent.connected, agent_id, 128",
        "workflow.started, workflow_id, 256"
    })
    void lengthsAreBoundedAndTheBoundIsExact(String type, String field, int lengthMax) {
        assertThat(decode(type, field, '"' + "x".repeat(lengthMax) + '"')).isInstanceOf(Decoded.Ok.class);
        assertThat(decode(type, field, '"' + "x".repeat(lengthMax + 1) + '"')).isInstanceOf(Decoded.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({"commit, files_changed", "workflow.failed, logs", "task_update, labels"})
    void arraysAreBoundedAndTheBoundIsExact(String type, String field) {
        assertThat(decode(type, field, "[" + "[],".repeat(9_999) + "{\"a\":[1,2]}]"))
                .isInstanceOf(Decoded.Ok.class);
        assertThat(decode(type, field, "[" + "0,".repeat(10_000) + "0]")).isInstanceOf(Decoded.Invalid.class);
    }

    private static Decoded decode(String type, String field, String value) {
        String json = "{\"type\":\"" + type + "\",\"data\":{\"" + field + "\":" + value + "}}";
        return Codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
