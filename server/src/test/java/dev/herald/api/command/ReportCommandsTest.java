package dev.herald.api.command;

import static dev.herald.api.command.CommandStage.json;
import static dev.herald.api.command.CommandStage.pointers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.KnownType;
import dev.herald.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Risks that people report, how agents and workflows are, and what analyses suggest. */
class ReportCommandsTest {
    private final CommandStage api = new CommandStage();

    @BeforeEach
    void makeAProject() {
        api.post("/projects", "{'project_id':'p'}");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static String text(Response response, String name) {
        return json(response).path(name).asText();
    }

    @Test
    void aRiskIsReportedAcknowledgedAndResolved() {
        Response made = api.post(
                "/projects/p/risks",
                "{'message':'no key','severity':'high','evidence':{'days':3}}",
                "Idempotency-Key",
                "r");
        assertThat(made.status()).isEqualTo(201);
        assertThat(text(made, "rule")).isEqualTo("manual");
        String path = "/projects/p/risks/" + text(made, "risk_id");
        Response again = api.post(
                "/projects/p/risks",
                "{'message':'no key','severity':'high','evidence':{'days':3}}",
                "Idempotency-Key",
                "r");
        assertThat(text(again, "risk_id")).isEqualTo(text(made, "risk_id"));
        Response known = api.post(path + ":acknowledge", "{'acknowledged_by':'ann'}");
        assertThat(text(known, "acknowledged_by")).isEqualTo("ann");
        assertThat(json(known).path("is_open").asBoolean()).isTrue();
        Response over = api.post(path + ":resolve", "");
        assertThat(over.status()).isEqualTo(200);
        assertThat(json(over).path("is_open").asBoolean()).isFalse();
        assertThat(api.post(path + ":resolve", "").status()).isEqualTo(200);
        assertThat(api.post(path + ":acknowledge", "").status()).isEqualTo(409);
        assertThat(api.post("/projects/p/risks/none:resolve", "").status()).isEqualTo(404);
        assertThat(pointers(api.post("/projects/p/risks", "{'severity':'bad','colour':1}")))
                .containsExactlyInAnyOrder("/colour", "/message", "/severity");
        assertThat(api.stage.told(KnownType.RISK_ALERT)).hasSize(3);
    }

    @Test
    void aRiskThatARuleFoundClosesByItselfAlone() {
        api.post("/projects/p/tasks", "{'title':'late','due_date':'2020-01-01'}");
        dev.herald.projection.risk.Risk found =
                api.dispatcher.see(states -> states.state(dev.herald.projection.risk.RiskProjection.NAME)
                        .open(new dev.herald.event.ProjectId("p"))
                        .getFirst());
        String path = "/projects/p/risks/" + found.id();
        Response refused = api.post(path + ":resolve", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(text(refused, "detail")).contains("task_overdue");
        Response known = api.post(path + ":acknowledge", "{'acknowledged_by':'ann'}");
        assertThat(text(known, "acknowledged_by")).isEqualTo("ann");
        assertThat(json(known).path("is_open").asBoolean()).isTrue();
    }

    @Test
    void anAgentSaysHowItIs() {
        Response said = api.put(
                "/agents/a1/status",
                "{'status':'busy','activity':'waiting_for_input','reason':'which?','project_id':'p'}");
        assertThat(said.status()).isEqualTo(200);
        assertThat(text(said, "status")).isEqualTo("busy");
        assertThat(text(said, "project_id")).isEqualTo("p");
        assertThat(pointers(api.put("/agents/a1/status", "{'availability':101,'colour':1}")))
                .containsExactlyInAnyOrder("/colour", "/status", "/availability");
        assertThat(api.put("/agents/a%20b/status", "{'status':'busy'}").status())
                .isEqualTo(404);
    }

    @Test
    void aWorkflowGoesOnToItsEndAndNotBack() {
        assertThat(text(api.put("/workflows/w/progress", "{'progress':10,'project_id':'p'}"), "status"))
                .isEqualTo("running");
        Response on = api.put("/workflows/w/progress", "{'progress':50,'current_step':'build'}");
        assertThat(text(on, "project_id")).isEqualTo("p");
        assertThat(json(on).path("progress").asInt()).isEqualTo(50);
        assertThat(api.put("/workflows/w/progress", "{'progress':50.5}").status())
                .isEqualTo(422);
        assertThat(text(api.put("/workflows/w/progress", "{'status':'completed','progress':100}"), "status"))
                .isEqualTo("completed");
        assertThat(api.put("/workflows/w/progress", "{'progress':10}").status()).isEqualTo(409);
        assertThat(api.put("/workflows/w/progress", "{'status':'running'}").status())
                .isEqualTo(409);
        assertThat(api.stage.told(KnownType.WORKFLOW_STARTED)).hasSize(1);
        assertThat(api.stage.told(KnownType.WORKFLOW_PROGRESS)).hasSize(1);
        assertThat(api.stage.told(KnownType.WORKFLOW_COMPLETED)).hasSize(1);
    }

    @Test
    void aSuggestionIsDecidedOnce() {
        Response made = api.post(
                "/ai/suggestions",
                "{'project_id':'p','suggestion_id':'s','title':'Cache it','category':'performance','confidence':0.5}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(text(made, "status")).isEqualTo("open");
        assertThat(api.post("/ai/suggestions", "{'project_id':'p','suggestion_id':'s','title':'x'}")
                        .status())
                .isEqualTo(409);
        Response accepted = api.post("/projects/p/suggestions/s:accept", "");
        assertThat(text(accepted, "status")).isEqualTo("accepted");
        assertThat(text(accepted, "title")).isEqualTo("Cache it");
        assertThat(api.post("/projects/p/suggestions/s:accept", "").status()).isEqualTo(200);
        assertThat(api.post("/projects/p/suggestions/s:dismiss", "").status()).isEqualTo(409);
        assertThat(api.post("/projects/p/suggestions/none:accept", "").status()).isEqualTo(404);
        assertThat(pointers(api.post("/ai/suggestions", "{'project_id':'p','confidence':2}")))
                .containsExactlyInAnyOrder("/title", "/confidence");
        assertThat(api.stage.told(KnownType.AI_SUGGESTION)).hasSize(2);
    }
}
