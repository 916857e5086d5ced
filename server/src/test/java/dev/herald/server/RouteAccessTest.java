package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.access.Role;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.http.Headers;
import dev.herald.http.NamedGrants;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Router;
import dev.herald.http.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of the whole server, asked by everybody, about project p: what each is answered stands in the table. A
 * route that is not in it fails the test.
 */
@Timeout(120)
final class RouteAccessTest {
    private static final String JSON_EVENT = "{\"type\":\"custom.x\",\"project_id\":\"p\",\"data\":{}}";
    private static final String OWN_AGENT =
            "{\"type\":\"agent.status_changed\",\"project_id\":\"p\",\"data\":{\"agent_id\":\"a1\"}}";
    private static final String OTHER_AGENT =
            "{\"type\":\"agent.status_changed\",\"project_id\":\"p\",\"data\":{\"agent_id\":\"a2\"}}";
    private static final String WORKFLOW =
            "{\"type\":\"workflow.started\",\"project_id\":\"p\",\"data\":{\"workflow_id\":\"w\"}}";
    private static final String NO_PROJECT = "{\"type\":\"custom.x\",\"data\":{}}";
    private static final String WISH = "{\"event_types\":[\"commit\"]}";

    /**
     * Route, target and body; then no token and a wrong one; then viewer, publisher, agent and admin of project p, of
     * another project only, and of every project. ID is an event of project p, NONE one of no project.
     */
    private static final String TABLE = """
            route                            | target                                 | body   | no  bad | viewer publisher agent admin of p | of another      | of all
            GET /health                      | /health                                |        | 200 200 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/health               | /api/v1/health                         |        | 200 200 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /health/live                 | /health/live                           |        | 200 200 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /health/ready                | /health/ready                          |        | 200 200 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /metrics                     | /metrics                               |        | 401 401 | 403 403 403 200 | 403 403 403 200 | 403 403 403 200
            GET /openapi.json                | /openapi.json                          |        | 200 200 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/openapi.json         | /api/v1/openapi.json                   |        | 200 200 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/ws/stats   | /api/v1/dashboard/ws/stats             |        | 401 401 | 403 403 403 200 | 403 403 403 200 | 403 403 403 200
            GET /api/v1/sse/stats            | /api/v1/sse/stats                      |        | 401 401 | 403 403 403 200 | 403 403 403 200 | 403 403 403 200
            GET /api/v1/websocket/stats      | /api/v1/websocket/stats                |        | 401 401 | 403 403 403 200 | 403 403 403 200 | 403 403 403 200
            GET /api/v1/sse/connections      | /api/v1/sse/connections                |        | 401 401 | 403 403 403 200 | 403 403 403 200 | 403 403 403 200
            GET /api/v1/presence             | /api/v1/presence?room=project:p        |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            POST /api/v1/sse/test-event      | /api/v1/sse/test-event                 |        | 401 401 | 403 403 403 200 | 403 403 403 200 | 403 403 403 200
            POST /api/v1/sse/test-event      | /api/v1/sse/test-event?project_id=p    |        | 401 401 | 403 403 403 200 | 403 403 403 403 | 403 403 403 200
            POST /api/v1/sse/subscribe       | /api/v1/sse/subscribe?connection_id=x  | wish   | 401 401 | 404 404 404 404 | 404 404 404 404 | 404 404 404 404
            POST /api/v1/sse/authenticate    | /api/v1/sse/authenticate?connection_id=x | wish  | 401 401 | 404 404 404 404 | 404 404 404 404 | 404 404 404 404
            GET /api/v1/events               | /api/v1/events                         |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/events               | /api/v1/events?project_id=p            |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/events               | /api/v1/events?token=admin-all         |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            HEAD /api/v1/events              | /api/v1/events?project_id=p            |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/events/summary       | /api/v1/events/summary                 |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/events/summary       | /api/v1/events/summary?project_id=p    |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/events/{event_id}    | /api/v1/events/ID                      |        | 401 401 | 200 200 200 200 | 404 404 404 404 | 200 200 200 200
            GET /api/v1/events/{event_id}    | /api/v1/events/NONE                    |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/projects             | /api/v1/projects                       |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/projects/{id}        | /api/v1/projects/p                     |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/tasks  | /api/v1/projects/p/tasks               |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/tasks:export | /api/v1/projects/p/tasks:export        |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/tasks/{task_id} | /api/v1/projects/p/tasks/none          |        | 401 401 | 404 404 404 404 | 403 403 403 403 | 404 404 404 404
            GET /api/v1/tasks/{task_id}      | /api/v1/tasks/none                     |        | 401 401 | 404 404 404 404 | 404 404 404 404 | 404 404 404 404
            GET /api/v1/projects/{id}/risks  | /api/v1/projects/p/risks               |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/suggestions | /api/v1/projects/p/suggestions         |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/pull-requests | /api/v1/projects/p/pull-requests         |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/issues | /api/v1/projects/p/issues         |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/deployments | /api/v1/projects/p/deployments         |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/figures | /api/v1/projects/p/figures             |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/figures/{name} | /api/v1/projects/p/figures/progress    |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/flow   | /api/v1/projects/p/flow                |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/forecast | /api/v1/projects/p/forecast            |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/projects/{id}/delivery | /api/v1/projects/p/delivery            |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/agents               | /api/v1/agents                         |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/agents               | /api/v1/agents?project_id=p            |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/agents/{id}          | /api/v1/agents/none                    |        | 401 401 | 404 404 404 404 | 404 404 404 404 | 404 404 404 404
            GET /api/v1/workflows            | /api/v1/workflows                      |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/workflows            | /api/v1/workflows?project_id=p         |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            POST /api/v1/projects            | /api/v1/projects                       | object | 401 401 | 403 422 422 422 | 403 422 422 422 | 403 422 422 422
            POST /api/v1/projects            | /api/v1/projects                       | named  | 401 401 | 403 409 403 409 | 403 403 403 403 | 403 409 403 409
            PUT /api/v1/projects/{id}        | /api/v1/projects/p                     | object | 401 401 | 403 200 403 200 | 403 403 403 403 | 403 200 403 200
            PATCH /api/v1/projects/{id}      | /api/v1/projects/p                     | object | 401 401 | 403 200 403 200 | 403 403 403 403 | 403 200 403 200
            DELETE /api/v1/projects/{id}     | /api/v1/projects/none                  |        | 401 401 | 403 403 403 403 | 403 403 403 403 | 403 404 403 404
            POST /api/v1/projects/{id}/tasks | /api/v1/projects/p/tasks               | object | 401 401 | 403 422 403 422 | 403 403 403 403 | 403 422 403 422
            POST /api/v1/projects/{id}/tasks:import | /api/v1/projects/p/tasks:import | object | 401 401 | 403 415 415 415 | 403 403 403 403 | 403 415 415 415
            POST /api/v1/projects/{id}/risks | /api/v1/projects/p/risks               | object | 401 401 | 403 422 403 422 | 403 403 403 403 | 403 422 403 422
            POST /api/v1/projects/{id}/risks/{risk_id}:resolve | /api/v1/projects/p/risks/none:resolve | | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            POST /api/v1/projects/{id}/risks/{risk_id}:acknowledge | /api/v1/projects/p/risks/none:acknowledge | | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            PUT /api/v1/agents/{id}/status   | /api/v1/agents/a1/status               | object | 401 401 | 403 422 422 422 | 403 422 422 422 | 403 422 422 422
            PUT /api/v1/agents/{id}/status   | /api/v1/agents/a2/status               | object | 401 401 | 403 422 403 422 | 403 422 403 422 | 403 422 403 422
            PUT /api/v1/workflows/{id}/progress | /api/v1/workflows/none/progress      | object | 401 401 | 403 422 422 422 | 403 422 422 422 | 403 422 422 422
            POST /api/v1/ai/suggestions      | /api/v1/ai/suggestions                 | named  | 401 401 | 403 422 403 422 | 403 403 403 403 | 403 422 403 422
            POST /api/v1/projects/{id}/suggestions/{suggestion_id}:accept | /api/v1/projects/p/suggestions/none:accept | | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            POST /api/v1/projects/{id}/suggestions/{suggestion_id}:dismiss | /api/v1/projects/p/suggestions/none:dismiss | | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            POST /api/v1/projects/{id}/quality | /api/v1/projects/p/quality             | object | 401 401 | 403 422 422 422 | 403 403 403 403 | 403 422 422 422
            GET /api/v1/dashboard/layout     | /api/v1/dashboard/layout               |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/layouts    | /api/v1/dashboard/layouts              |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            POST /api/v1/dashboard/layout    | /api/v1/dashboard/layout               | object | 401 401 | 403 422 403 422 | 403 422 403 422 | 403 422 403 422
            DELETE /api/v1/dashboard/layout/{layout_type} | /api/v1/dashboard/layout/none |     | 401 401 | 403 404 404 404 | 403 404 404 404 | 403 404 404 404
            PUT /api/v1/projects/{id}/tasks/{task_id} | /api/v1/projects/p/tasks/none | object | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            PATCH /api/v1/projects/{id}/tasks/{task_id} | /api/v1/projects/p/tasks/none | object | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            DELETE /api/v1/projects/{id}/tasks/{task_id} | /api/v1/projects/p/tasks/none |       | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            PUT /api/v1/tasks/{task_id}      | /api/v1/tasks/none                     | object | 401 401 | 403 404 404 404 | 403 404 404 404 | 403 404 404 404
            PATCH /api/v1/tasks/{task_id}    | /api/v1/tasks/none                     | object | 401 401 | 403 404 404 404 | 403 404 404 404 | 403 404 404 404
            DELETE /api/v1/tasks/{task_id}   | /api/v1/tasks/none                     |        | 401 401 | 403 404 404 404 | 403 404 404 404 | 403 404 404 404
            GET /api/v1/dashboard/now        | /api/v1/dashboard/now                  |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/now        | /api/v1/dashboard/now?project_id=p |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/dashboard/overview   | /api/v1/dashboard/overview             |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/overview   | /api/v1/dashboard/overview?project_id=p |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/dashboard/metrics    | /api/v1/dashboard/metrics              |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/metrics    | /api/v1/dashboard/metrics?project_id=p |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/dashboard/alerts     | /api/v1/dashboard/alerts               |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/alerts     | /api/v1/dashboard/alerts?project_id=p  |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/dashboard/health     | /api/v1/dashboard/health               |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/health     | /api/v1/dashboard/health?project_id=p  |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/dashboard/team-performance | /api/v1/dashboard/team-performance     |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/dashboard/team-performance | /api/v1/dashboard/team-performance?project_id=p |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            GET /api/v1/dashboard/widgets    | /api/v1/dashboard/widgets              |        | 401 401 | 200 200 200 200 | 200 200 200 200 | 200 200 200 200
            GET /api/v1/projects/{id}/brief  | /api/v1/projects/p/brief               |        | 401 401 | 200 200 200 200 | 403 403 403 403 | 200 200 200 200
            POST /api/v1/projects/{id}/auto-commit | /api/v1/projects/p/auto-commit   |        | 401 401 | 403 404 403 404 | 403 403 403 403 | 403 404 403 404
            POST /api/v1/events              | /api/v1/events                         | event  | 401 401 | 403 201 403 201 | 403 403 403 403 | 403 201 403 201
            POST /api/v1/events              | /api/v1/events                         | none   | 401 401 | 403 201 403 201 | 403 201 403 201 | 403 201 403 201
            POST /api/v1/events              | /api/v1/events                         | own    | 401 401 | 403 201 201 201 | 403 403 403 403 | 403 201 201 201
            POST /api/v1/events              | /api/v1/events                         | other  | 401 401 | 403 201 403 201 | 403 403 403 403 | 403 201 403 201
            POST /api/v1/events              | /api/v1/events                         | flow   | 401 401 | 403 201 201 201 | 403 403 403 403 | 403 201 201 201
            POST /api/v1/events              | /api/v1/events                         | batch  | 401 401 | 403 200 207 200 | 403 207 403 207 | 403 200 207 200
            POST /api/v1/events              | /api/v1/events                         | broken | 401 401 | 403 400 400 400 | 403 400 400 400 | 403 400 400 400
            """;

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("", ""),
            Map.entry("wish", WISH),
            Map.entry("event", JSON_EVENT),
            Map.entry("none", NO_PROJECT),
            Map.entry("own", OWN_AGENT),
            Map.entry("other", OTHER_AGENT),
            Map.entry("flow", WORKFLOW),
            Map.entry("batch", "[" + NO_PROJECT + "," + WORKFLOW + "]"),
            Map.entry("broken", "{"),
            Map.entry("object", "{}"),
            Map.entry("named", "{\"project_id\":\"p\"}"));

    private static final List<String> MEMBERSHIPS = List.of("p", "another", "all");

    @TempDir
    private Path directory;

    private final Closing closing = new Closing();
    private Router router;

    private record Line(String route, String target, String body, List<Integer> expected) {}

    @BeforeEach
    void start() throws Exception {
        Map<String, Grant> grants = new HashMap<>();
        for (String membership : MEMBERSHIPS) {
            for (Role role : Role.values()) {
                String name = role.wireName() + "-" + membership;
                Reach reach =
                        membership.equals("all") ? Reach.ALL : Reach.ofProjects(Set.of(new ProjectId(membership)));
                grants.put(name, new Grant(name, Set.of(role), reach, "a1", Grant.NEVER));
            }
        }
        Assembly assembly = new Assembly(settings(), closing, new NamedGrants(grants), RateLimits.OFF);
        assembly.start();
        router = assembly.router();
    }

    private Settings settings() {
        Map<String, List<String>> given = Map.of(
                "port", List.of("0"), "data", List.of(directory.resolve("data").toString()));
        return switch (new SettingsLoader(Map.of(), directory).load(given, null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    @AfterEach
    void close() {
        closing.closeAll();
    }

    private static List<Line> table() {
        List<Line> lines = new ArrayList<>();
        for (String text : TABLE.lines().skip(1).toList()) {
            String[] cells = text.split("\\|");
            List<Integer> expected = new ArrayList<>();
            for (int i = 3; i < cells.length; i++) {
                for (String status : cells[i].strip().split(" +")) {
                    expected.add(Integer.valueOf(status));
                }
            }
            lines.add(new Line(cells[0].strip(), cells[1].strip(), cells[2].strip(), expected));
        }
        return lines;
    }

    private Response ask(String method, String target, String body, String token) {
        Target parsed = Target.parse(target);
        Headers headers = Headers.NONE.with("Content-Type", "application/json");
        return router.handle(Request.of(
                method,
                parsed.path(),
                parsed.query(),
                token.isEmpty() ? headers : headers.with("Authorization", "Bearer " + token),
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1",
                Map.of()));
    }

    private String published(String event) {
        Response answer = ask("POST", "/api/v1/events", event, "admin-all");
        assertThat(answer.status()).isEqualTo(201);
        return answer.headers().first("Location").orElseThrow().replaceAll(".*/", "");
    }

    /** Nobody, somebody with a wrong token, then each role for each membership, in the table's order. */
    private static List<String> callers() {
        List<String> tokens = new ArrayList<>(List.of("", "wrong"));
        for (String membership : MEMBERSHIPS) {
            for (Role role : List.of(Role.VIEWER, Role.PUBLISHER, Role.AGENT, Role.ADMIN)) {
                tokens.add(role.wireName() + "-" + membership);
            }
        }
        return tokens;
    }

    @Test
    void everyRouteAnswersEverybodyAsTheTableSays() {
        String ofProject = published(JSON_EVENT);
        String ofNone = published(NO_PROJECT);
        List<String> wrong = new ArrayList<>();
        for (Line line : table()) {
            String target = line.target.replace("/ID", "/" + ofProject).replace("/NONE", "/" + ofNone);
            assertThat(line.expected).as(line.toString()).hasSameSizeAs(callers());
            for (int i = 0; i < line.expected.size(); i++) {
                String caller = callers().get(i);
                String method = line.route.split(" ")[0];
                Response answer = ask(method, target, BODIES.get(line.body), caller);
                if (answer.status() != line.expected.get(i)) {
                    wrong.add(line.route + " " + line.target + " " + line.body + " by '" + caller + "': "
                            + answer.status() + ", not " + line.expected.get(i));
                }
                boolean isChallenged =
                        answer.headers().first("WWW-Authenticate").isPresent();
                assertThat(isChallenged || answer.status() != 401).isTrue();
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The description that the server gives of its routes is of these, each with what it is for. */
    @Test
    void everyRouteIsDescribedAndNoOther() throws IOException {
        JsonNode described =
                new ObjectMapper().readTree(ask("GET", "/openapi.json", "", "").body());
        Set<String> told = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : described.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String route = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                told.add(route);
                assertThat(operation.getValue().path("summary").asText())
                        .as("what " + route + " is for: it is missing in the table of OpenApiTable")
                        .isNotEmpty();
            }
        }
        Set<String> served = new TreeSet<>();
        router.routes().forEach(route -> served.add(route.method() + " " + route.pattern()));
        assertThat(told).isEqualTo(served);
        assertThat(described.path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void theTableHasEveryRoute() {
        Set<String> known = new TreeSet<>();
        table().forEach(line -> known.add(line.route));
        Set<String> served = new TreeSet<>();
        router.routes().forEach(route -> served.add(route.method() + " " + route.pattern()));
        assertThat(known).containsAll(served);
    }

    @Test
    void thePageLoadsWithoutAToken() {
        assertThat(ask("GET", "/", "", "").status()).isEqualTo(200);
        assertThat(ask("GET", "/index.html", "", "wrong").status()).isEqualTo(200);
        assertThat(ask("GET", "/nothing", "", "").status()).isEqualTo(404);
    }
}
