package dev.herald.api.command;

import static dev.herald.api.command.CommandStage.header;
import static dev.herald.api.command.CommandStage.json;
import static dev.herald.api.command.CommandStage.pointers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.access.Role;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.http.NamedGrants;
import dev.herald.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Making, changing and deleting projects. */
class ProjectCommandsTest {
    private final CommandStage api = new CommandStage();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aProjectIsMadeAndTold() {
        Response made = api.post(
                "/projects",
                "{'project_id':'p','project_name':'P','due_date':'2026-12-24','time_zone':'Europe/Berlin',"
                        + "'settings':{'thresholds':{'blocked_days':3}}}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(header(made, "Location")).isEqualTo("/api/v1/projects/p");
        assertThat(header(made, "ETag"))
                .isEqualTo("\"2\"")
                .isEqualTo("\"" + json(made).path("version") + "\"");
        assertThat(json(made).path("project_name").asText()).isEqualTo("P");
        assertThat(json(made).path("time_zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(json(made)
                        .path("settings")
                        .path("thresholds")
                        .path("blocked_days")
                        .asInt())
                .isEqualTo(3);
        Event told = api.stage.told(KnownType.PROJECT_UPDATED).getFirst();
        assertThat(json(made).path("as_of").asText()).isEqualTo(told.position().toString());
        assertThat(header(made, "Link")).contains("last_event_id=" + told.position());
    }

    @Test
    void putAnswersTheProjectAndTellsWhatChanged() {
        api.post("/projects", "{'project_id':'p','project_name':'Old'}");
        Response put = api.put("/projects/p", "{'project_name':'New','status':'paused'}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(json(put).path("success").asBoolean()).isTrue();
        assertThat(json(put).path("project").path("project_name").asText()).isEqualTo("New");
        JsonNode data = data(api.stage.told(KnownType.PROJECT_UPDATED).getLast());
        assertThat(data.path("changes").path("project_name").path("from").asText())
                .isEqualTo("Old");
        assertThat(data.path("changes").path("status").path("to").asText()).isEqualTo("paused");
        assertThat(data.path("changes").has("description")).isFalse();
    }

    @Test
    void whatChangesNothingTellsNothing() {
        api.post("/projects", "{'project_id':'p','project_name':'P'}");
        Response same = api.put("/projects/p", "{'project_name':'P'}");
        assertThat(same.status()).isEqualTo(200);
        assertThat(api.stage.everything()).hasSize(1);
    }

    @Test
    void settingsAreMergedAndNullTakesAway() {
        api.post("/projects", "{'project_id':'p','settings':{'production':['prod'],'people':{'ann':['a@x']}}}");
        Response patched = api.patch("/projects/p", "{'settings':{'production':null,'people':{'bob':['b@x']}}}");
        JsonNode settings = json(patched).path("settings");
        assertThat(settings.has("production")).isFalse();
        assertThat(settings.path("people").has("ann")).isTrue();
        assertThat(settings.path("people").has("bob")).isTrue();
    }

    @Test
    void ifMatchKeepsTheVersionThatTheCallerHadInMind() {
        String tag = header(api.post("/projects", "{'project_id':'p','project_name':'P'}"), "ETag");
        assertThat(api.put("/projects/p", "{'status':'paused'}", "If-Match", tag)
                        .status())
                .isEqualTo(200);
        Response late = api.put("/projects/p", "{'status':'active'}", "If-Match", tag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(json(late).path("current").path("status").asText()).isEqualTo("paused");
        assertThat(api.put("/projects/p", "{}", "If-Match", "nonsense").status())
                .isEqualTo(400);
        assertThat(api.put("/projects/p", "{'status':'active'}", "If-Match", header(late, "ETag"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatCannotBeIsRefusedWithItsPlace() {
        assertThat(pointers(api.post("/projects", "{}"))).containsExactly("/project_id");
        assertThat(pointers(api.post(
                        "/projects",
                        "{'project_id':'p','status':'dead','time_zone':'Mars/Base','due_date':'soon','colour':1,"
                                + "'settings':{'thresholds':{'x':0},'people':{'a':'b'},'production':7}}")))
                .containsExactlyInAnyOrder(
                        "/status",
                        "/time_zone",
                        "/due_date",
                        "/colour",
                        "/settings/thresholds/x",
                        "/settings/people/a",
                        "/settings/production");
        assertThat(api.post("/projects", "[1]").status()).isEqualTo(422);
        assertThat(api.post("/projects", "{'project_id':").status()).isEqualTo(400);
        assertThat(api.post("/projects", "{'project_id':'p','project_id':'q'}").status())
                .isEqualTo(400);
        assertThat(api.put("/projects/none", "{}").status()).isEqualTo(404);
        assertThat(api.stage.everything()).isEmpty();
    }

    @Test
    void aDeletedProjectIsGoneAndCanBeMadeAnew() {
        api.post("/projects", "{'project_id':'p','project_name':'P'}");
        assertThat(api.post("/projects", "{'project_id':'p'}").status()).isEqualTo(409);
        api.post("/projects/p/tasks", "{'title':'t'}");
        assertThat(api.delete("/projects/p", "If-Match", "\"99\"").status()).isEqualTo(412);
        assertThat(api.delete("/projects/p").status()).isEqualTo(200);
        assertThat(api.delete("/projects/p").status()).isEqualTo(404);
        assertThat(api.post("/projects/p/tasks", "{'title':'t'}").status()).isEqualTo(404);
        Response anew = api.post("/projects", "{'project_id':'p'}");
        assertThat(anew.status()).isEqualTo(201);
        assertThat(json(anew).path("project_name").asText()).isEqualTo("p");
        assertThat(api.patch("/projects/p/tasks/T-1", "{'title':'x'}").status()).isEqualTo(404);
    }

    @Test
    void whoMayNotPublishOrSeeTheProjectIsRefusedAndWhoMayIsNamed() {
        Grant ann = new Grant(
                "ann", Set.of(Role.PUBLISHER), Reach.ofProjects(Set.of(new ProjectId("p"))), null, Grant.NEVER);
        Grant viewer = new Grant("vic", Set.of(Role.VIEWER), Reach.ALL, null, Grant.NEVER);
        Grant agent = new Grant("bot", Set.of(Role.AGENT), Reach.ALL, "bot", Grant.NEVER);
        try (CommandStage guarded = new CommandStage(
                new NamedGrants(Map.of("ann", ann, "viewer", viewer, "agent", agent)), RateLimits.OFF)) {
            String authorization = "Authorization";
            assertThat(guarded.post("/projects", "{'project_id':'p'}").status()).isEqualTo(401);
            assertThat(guarded.post("/projects", "{'project_id':'p'}", authorization, "Bearer viewer")
                            .status())
                    .isEqualTo(403);
            assertThat(guarded.post("/projects", "{'project_id':'p'}", authorization, "Bearer agent")
                            .status())
                    .isEqualTo(403);
            assertThat(guarded.post("/projects", "{'project_id':'q'}", authorization, "Bearer ann")
                            .status())
                    .isEqualTo(403);
            assertThat(guarded.post("/projects", "{'project_id':'p'}", authorization, "Bearer ann")
                            .status())
                    .isEqualTo(201);
            Event told = guarded.stage.everything().getFirst();
            assertThat(told.rooms()).contains(Room.user("ann"));
            assertThat(guarded.stage.everything()).hasSize(1);
        }
    }

    private static JsonNode data(Event event) {
        Response wrapped = Response.json(200, event.json());
        assertThat(new String(event.json(), StandardCharsets.UTF_8)).contains("\"data\"");
        return json(wrapped).path("data");
    }
}
