package dev.herald.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.api.work.ServedState;
import dev.herald.meter.Alerts;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a dashboard shows, of one project and of all. */
@Timeout(60)
final class DashboardRoutesTest {
    private static final String V1 = "/api/v1/dashboard";

    private final ServedState state = new ServedState();

    @AfterEach
    void close() {
        state.close();
    }

    private void twoProjects() {
        state.event(
                "2025-12-01T09:00:00Z",
                "{'type':'project.updated','project_id':'p','data':{'project_id':'p',"
                        + "'settings':{'people':{'ann':['ann@x.org']}}}}");
        state.task("2025-12-01T10:00:00Z", "p", "'task_id':'T-1','assignee':'ann','status':'in_progress'");
        state.task("2025-12-01T12:00:00Z", "p", "'task_id':'T-1','status':'done'");
        state.task("2025-12-01T12:00:01Z", "p", "'task_id':'T-2','due_date':'2025-11-20','assignee':'bob'");
        state.event(
                "2025-12-01T12:00:02Z",
                "{'type':'commit','project_id':'p','data':{'commit_hash':'abc','message':'m','author':'Ann B','author_email':'Ann@x.org'}}");
        state.event(
                "2025-12-01T12:00:03Z",
                "{'type':'quality.reported','project_id':'p','data':{'kind':'tests','branch':'main','passed':7,'failed':1}}");
        state.task("2025-12-01T12:00:04Z", "q", "'task_id':'T-1','status':'done'");
    }

    @Test
    void theOverviewOfAProjectAddsUpWhatIsThere() {
        twoProjects();
        JsonNode overview = state.json(V1 + "/overview?project_id=p");
        assertThat(overview.path("project_id").asText()).isEqualTo("p");
        assertThat(overview.path("total_tasks").asInt()).isEqualTo(2);
        assertThat(overview.path("completed_tasks").asInt()).isEqualTo(1);
        assertThat(overview.path("progress_percentage").asDouble()).isEqualTo(50);
        assertThat(overview.path("risk_level").asText()).isEqualTo("high");
        assertThat(overview.path("last_updated").asText()).isEqualTo("2025-12-01T12:00:02.000Z");
        assertThat(overview.path("quality_metrics").path("tests").path("passed").asInt())
                .isEqualTo(7);
        assertThat(overview.path("team_performance").path("people")).hasSize(2);
        assertThat(state.get(V1 + "/overview?project_id=none").status()).isEqualTo(404);
    }

    @Test
    void healthIsTheWeightedMeanOfWhatHasData() {
        twoProjects();
        JsonNode health = state.json(V1 + "/health?project_id=p");
        JsonNode parts = health.path("components");
        assertThat(parts.path("schedule").path("value").asDouble()).isZero();
        assertThat(parts.path("flow").path("value").isNull()).isTrue();
        // One critical risk would be 20 points; eleven days overdue is high: 8.
        assertThat(parts.path("risk").path("value").asDouble()).isEqualTo(60);
        assertThat(parts.path("delivery").path("value").isNull()).isTrue();
        assertThat(parts.path("activity").path("value").asDouble()).isEqualTo(20);
        double expected = (30 * 0 + 20 * 60 + 10 * 20) / 60.0;
        assertThat(health.path("overall_health").asDouble()).isCloseTo(expected, within(1e-9));
        assertThat(health.path("status").asText()).isEqualTo("critical");
        assertThat(state.json(V1 + "/overview?project_id=p")
                        .path("health_score")
                        .asDouble())
                .isCloseTo(expected, within(1e-9));
        assertThat(state.json("/api/v1/projects/p/figures/health").path("value").asDouble())
                .isCloseTo(expected, within(1e-9));
        assertThat(state.json(V1 + "/health").path("overall_health").isNull()).isTrue();
        assertThat(state.json(V1 + "/health").path("reason").asText()).isNotEmpty();
    }

    @Test
    void metricsAreNumbersOrNullWithAReason() {
        twoProjects();
        JsonNode metrics = state.json(V1 + "/metrics?project_id=p&timeframe=7d");
        assertThat(metrics.path("metrics").path("throughput").asInt()).isEqualTo(1);
        assertThat(metrics.path("metrics").path("cycle_time_p85").isNull()).isTrue();
        assertThat(metrics.path("reasons").path("cycle_time_p85").asText()).contains("fewer than 5");
        assertThat(metrics.path("trends").path("throughput")).hasSize(8);
        assertThat(metrics.path("trends").path("cycle_time_p50")).hasSize(1);
        assertThat(metrics.path("timestamp").asText())
                .isEqualTo(metrics.path("at").asText());
        JsonNode all = state.json(V1 + "/metrics?timeframe=7d");
        assertThat(all.path("metrics").path("throughput").asInt()).isEqualTo(2);
        assertThat(all.path("metrics").path("progress").isNull()).isTrue();
        assertThat(all.path("reasons").path("progress").asText()).contains("project_id");
    }

    @Test
    void overAllProjectsIsAddedUpWhatCanBe() {
        twoProjects();
        JsonNode overview = state.json(V1 + "/overview");
        assertThat(overview.path("project_id").isNull()).isTrue();
        assertThat(overview.path("total_tasks").asInt()).isEqualTo(3);
        assertThat(overview.path("completed_tasks").asInt()).isEqualTo(2);
        assertThat(overview.path("health_score").isNull()).isTrue();
        assertThat(overview.path("reasons").path("health_score").asText()).isNotEmpty();
        assertThat(overview.path("risk_level").asText()).isEqualTo("high");
    }

    @Test
    void whatTheServerMayRunOutOfIsAmongTheAlertsOfAll() {
        state.own = List.of(new Alerts.Alert("disk", "The disk of the journal is at 81 %.", 0.81, 1_000, null));
        JsonNode alert = state.json(V1 + "/alerts?severity=warning").path(0);
        assertThat(alert.path("id").asText()).isEqualTo("server.disk.1000");
        assertThat(alert.path("type").asText()).isEqualTo("system");
        assertThat(alert.path("project_id").isNull()).isTrue();
        assertThat(alert.path("resolved").asBoolean()).isFalse();
    }

    @Test
    void alertsAreAnArray() {
        twoProjects();
        JsonNode alerts = state.json(V1 + "/alerts?project_id=p");
        assertThat(alerts.isArray()).isTrue();
        JsonNode alert = alerts.path(0);
        assertThat(alert.path("type").asText()).isEqualTo("risk");
        assertThat(alert.path("severity").asText()).isEqualTo("error");
        assertThat(alert.path("project_id").asText()).isEqualTo("p");
        assertThat(alert.path("resolved").asBoolean()).isFalse();
        assertThat(state.get(V1 + "/alerts").headers().first("Herald-As-Of")).isPresent();
        assertThat(state.json(V1 + "/alerts?severity=info")).isEmpty();
        assertThat(state.json(V1 + "/alerts?resolved=true")).isEmpty();
        state.task("2025-12-01T13:00:00Z", "p", "'task_id':'T-2','status':'cancelled'");
        assertThat(state.json(V1 + "/alerts?resolved=true")).hasSize(1);
    }

    @Test
    void anAssigneeAndAnAuthorAreOnePersonWhereTheSettingsSaySo() {
        twoProjects();
        JsonNode people = state.json(V1 + "/team-performance?project_id=p").path("people");
        JsonNode ann = people.path(0);
        assertThat(ann.path("id").asText()).isEqualTo("ann");
        assertThat(ann.path("throughput").asInt()).isEqualTo(1);
        assertThat(ann.path("cycle_time_p50").asDouble()).isEqualTo(7_200);
        assertThat(ann.path("commits").asInt()).isEqualTo(1);
        assertThat(people.path(1).path("id").asText()).isEqualTo("bob");
        assertThat(state.json(V1 + "/widgets").findValuesAsText("widget_id")).contains("overview", "forecast");
    }
}
