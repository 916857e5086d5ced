package dev.herald.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.access.Grant;
import dev.herald.access.Role;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.http.NamedGrants;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody is shown what is made of projects or events that they may not read. */
@Timeout(60)
final class StateAccessTest {
    private static final Set<ProjectId> P = Set.of(new ProjectId("p"));

    private final ServedState state = new ServedState(new NamedGrants(Map.of(
            "all", grant(Reach.ALL),
            "of-p", grant(Reach.ofProjects(P)),
            "tasks", grant(new Reach(false, P, false, Set.of(KnownType.TASK_UPDATE))),
            "commits", grant(new Reach(true, Set.of(), false, Set.of(KnownType.COMMIT))))));

    private static Grant grant(Reach reach) {
        return new Grant("somebody", Set.of(Role.VIEWER), reach, null, Grant.NEVER);
    }

    @BeforeEach
    void twoProjects() {
        for (String project : List.of("p", "secret")) {
            state.task("2025-12-01T10:00:00Z", project, "'task_id':'T-" + project + "','due_date':'2025-11-01'");
            state.event(
                    "2025-12-01T11:00:00Z",
                    "{'type':'commit','project_id':'" + project + "','data':{'commit_hash':'c" + project
                            + "','message':'m','author':'ann'}}");
            state.event(
                    "2025-12-01T11:00:00Z",
                    "{'type':'agent.connected','project_id':'" + project + "','data':{'agent_id':'a-" + project
                            + "'}}");
            state.event(
                    "2025-12-01T11:00:00Z",
                    "{'type':'workflow.started','project_id':'" + project + "','data':{'workflow_id':'w-" + project
                            + "'}}");
        }
    }

    @AfterEach
    void close() {
        state.close();
    }

    private JsonNode json(String token, String path) {
        return state.json("/api/v1" + path, "Authorization", "Bearer " + token);
    }

    private int status(String token, String path) {
        return state.get("/api/v1" + path, "Authorization", "Bearer " + token).status();
    }

    @Test
    void otherProjectsAreNeitherListedNorCounted() {
        List<String> lists = List.of(
                "/projects", "/agents", "/workflows", "/dashboard/overview", "/dashboard/alerts", "/dashboard/metrics");
        for (String path : lists) {
            assertThat(json("of-p", path).toString()).as(path).doesNotContain("secret");
            assertThat(json("of-p", path + "?as_of=2025-12-01T12:00:00Z").toString())
                    .as(path)
                    .doesNotContain("secret");
        }
        assertThat(json("all", "/projects").path("projects")).hasSize(2);
        assertThat(json("of-p", "/dashboard/overview").path("total_tasks").asInt())
                .isEqualTo(1);
        assertThat(json("all", "/dashboard/overview").path("total_tasks").asInt())
                .isEqualTo(2);
        assertThat(status("of-p", "/projects/secret")).isEqualTo(403);
        assertThat(status("of-p", "/projects/secret/figures/progress")).isEqualTo(403);
        assertThat(status("of-p", "/tasks/T-secret")).isEqualTo(404);
        assertThat(status("of-p", "/agents/a-secret")).isEqualTo(404);
        assertThat(status("of-p", "/dashboard/health?project_id=secret")).isEqualTo(403);
    }

    @Test
    void figuresOfTypesThatMayNotBeReadAreNullWithThatReason() {
        for (JsonNode figure : json("tasks", "/projects/p/figures").path("figures")) {
            String name = figure.path("name").asText();
            boolean isOfTasks = Set.of("progress", "work_in_progress", "throughput", "cancelled", "overdue")
                    .contains(name);
            if (isOfTasks) {
                assertThat(figure.path("value").isNumber()).as(name).isTrue();
            }
            if (Set.of("commits", "health", "risk_points", "pull_requests_open").contains(name)) {
                assertThat(figure.path("value").isNull()).as(name).isTrue();
                assertThat(figure.path("reason").asText()).as(name).contains("the token may not read");
            }
        }
        JsonNode commits = json("tasks", "/projects/p/figures/commits");
        assertThat(commits.path("events")).isEmpty();
        assertThat(commits.path("series")).isEmpty();
        assertThat(json("commits", "/projects/p/figures/commits").path("events"))
                .hasSize(1);
        JsonNode overview = json("commits", "/dashboard/overview?project_id=p");
        assertThat(overview.path("total_tasks").isNull()).isTrue();
        assertThat(overview.path("health_score").isNull()).isTrue();
        assertThat(overview.path("risk_level").isNull()).isTrue();
        assertThat(overview.path("team_performance").isNull()).isTrue();
        assertThat(json("commits", "/dashboard/alerts?project_id=p")).isEmpty();
        assertThat(json("tasks", "/dashboard/health?project_id=p")
                        .path("reason")
                        .asText())
                .contains("file_change");
    }

    @Test
    void listsOfWhatMayNotBeReadAreRefused() {
        for (String path : List.of("/tasks", "/tasks:export", "/tasks/T-p", "/risks", "/flow", "/forecast")) {
            assertThat(status("commits", "/projects/p" + path)).as(path).isEqualTo(403);
        }
        assertThat(status("tasks", "/agents")).isEqualTo(403);
        assertThat(status("tasks", "/workflows")).isEqualTo(403);
        assertThat(status("tasks", "/projects/p/suggestions")).isEqualTo(403);
        assertThat(status("tasks", "/projects/p/delivery")).isEqualTo(200);
        assertThat(json("tasks", "/projects/p/delivery")
                        .path("commits")
                        .path("commits")
                        .isNull())
                .isTrue();
    }

    @Test
    void theTagOfAnAnswerIsOfWhatItsReaderMaySee() {
        String tag = state.get("/api/v1/dashboard/overview", "Authorization", "Bearer all")
                .headers()
                .first("ETag")
                .orElseThrow();
        assertThat(state.get("/api/v1/dashboard/overview", "Authorization", "Bearer of-p", "If-None-Match", tag)
                        .status())
                .isEqualTo(200);
    }
}
