package dev.herald.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.api.work.ServedState;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a page shows first: what needs somebody, and the cards of the projects. */
@Timeout(60)
final class NowRouteTest {
    private static final String NOW = "/api/v1/dashboard/now";

    private final ServedState state = new ServedState();

    @AfterEach
    void close() {
        state.close();
    }

    private static List<String> subjects(JsonNode now) {
        return StreamSupport.stream(now.path("needs").spliterator(), false)
                .map(need ->
                        need.path("kind").asText() + " " + need.path("subject").asText())
                .toList();
    }

    private void run(String at, String id, String status) {
        state.event(
                at,
                "{'type':'workflow." + status + "','project_id':'p','data':{'workflow_id':'" + id
                        + "','workflow_name':'build','status':'" + status + "','current_step':'test'}}");
    }

    private void agent(String at, String activity) {
        state.event(
                at,
                "{'type':'agent.status_changed','project_id':'p','data':{'agent_id':'a1','agent_name':'Mender',"
                        + "'status':'busy','activity':'" + activity + "','reason':'may I push?'}}");
    }

    @Test
    void aCardSaysHowAProjectStandsAndWhatIsNotKnownIsNull() {
        state.task("2025-12-01T10:00:00Z", "p", "'task_id':'T-1','assignee':'ann','status':'in_progress'");
        state.task("2025-12-01T12:00:00Z", "p", "'task_id':'T-2','status':'done'");
        state.event("2025-12-01T12:00:02Z", "{'type':'custom.hello','project_id':'quiet','data':{}}");
        JsonNode projects = state.json(NOW).path("projects");
        JsonNode card = projects.path(0);
        assertThat(card.path("project_id").asText()).isEqualTo("p");
        assertThat(card.path("total_tasks").asInt()).isEqualTo(2);
        assertThat(card.path("completed_tasks").asInt()).isEqualTo(1);
        assertThat(card.path("progress_percentage").asDouble()).isEqualTo(50);
        assertThat(card.path("health_reason").asText()).startsWith("activity: something happened on 1 of");
        assertThat(card.path("risk_level").asText()).isEqualTo("low");
        assertThat(card.path("people").path(0).asText()).isEqualTo("ann");
        assertThat(card.path("activity")).hasSize(168);
        JsonNode quiet = projects.path(1);
        assertThat(quiet.path("progress_percentage").isNull()).isTrue();
        assertThat(quiet.path("progress_reason").asText()).isNotEmpty();
        assertThat(quiet.path("health_score").isNull()).isTrue();
        assertThat(quiet.path("health_reason").asText()).isEqualTo("none of its components has data");
        assertThat(quiet.path("last_activity_at").isNull()).isTrue();
    }

    @Test
    void whatNeedsSomebodyIsToldOnceTheWorstFirst() {
        agent("2025-12-01T12:00:00Z", "waiting_for_permission");
        run("2025-12-01T12:00:01Z", "r1", "failed");
        assertThat(subjects(state.json(NOW))).containsExactly("agent a1", "workflow build");
        assertThat(state.json(NOW).path("needs").path(0).path("message").asText())
                .isEqualTo("Mender waits for a permission: may I push?");
        run("2025-12-01T12:00:02Z", "r2", "failed");
        run("2025-12-01T12:00:03Z", "r3", "failed");
        state.task("2025-12-01T12:00:04Z", "p", "'task_id':'T-9','title':'Ship','due_date':'2025-11-01'");
        JsonNode now = state.json(NOW);
        // The workflow is told by its risk, and no more beside it.
        assertThat(subjects(now)).containsExactly("risk T-9", "risk build", "agent a1");
        assertThat(now.path("needs_count").asInt()).isEqualTo(3);
        assertThat(now.path("needs").path(0).path("severity").asText()).isEqualTo("critical");
        agent("2025-12-01T12:00:05Z", "working");
        run("2025-12-01T12:00:06Z", "r4", "completed");
        assertThat(subjects(state.json(NOW))).containsExactly("risk T-9", "risk build");
        assertThat(subjects(state.json(NOW + "?project_id=p"))).hasSize(2);
    }
}
