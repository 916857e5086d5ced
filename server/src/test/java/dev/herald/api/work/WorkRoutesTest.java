package dev.herald.api.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.event.Position;
import dev.herald.fold.FoldStage;
import dev.herald.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Projects, tasks, risks, agents, workflows and suggestions, read. */
@Timeout(60)
final class WorkRoutesTest {
    private static final String V1 = "/api/v1";

    private final ServedState state = new ServedState();

    @AfterEach
    void close() {
        state.close();
    }

    private void threeTasks() {
        state.task("2025-12-01T10:00:00Z", "p", "'task_id':'T-1','title':'One','labels':['a','b'],'assignee':'ann'");
        state.task(
                "2025-12-01T11:00:00Z",
                "p",
                "'task_id':'T-2','title':'Two, \\\"with\\\" care','status':'in_progress','estimate':2.5");
        state.task(
                "2025-12-01T12:00:00Z",
                "p",
                "'task_id':'T-3','title':'Three','parent_id':'T-1','due_date':'2025-12-24'");
        state.task("2025-12-02T11:00:00Z", "p", "'task_id':'T-2','status':'done'");
    }

    @Test
    void aProjectIsShownWithWhatWasSaidOfIt() {
        state.event(
                "2025-12-01T10:00:00Z",
                "{'type':'project.updated','project_id':'p','data':{'project_id':'p','project_name':'P',"
                        + "'time_zone':'Europe/Berlin','settings':{'thresholds':{'blocked_days':1.5}}}}");
        JsonNode project = state.json(V1 + "/projects/p");
        assertThat(project.path("project_name").asText()).isEqualTo("P");
        assertThat(project.path("status").asText()).isEqualTo("active");
        assertThat(project.path("time_zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(project.path("settings")
                        .path("thresholds")
                        .path("blocked_days")
                        .asDouble())
                .isEqualTo(1.5);
        assertThat(project.path("created_at").asText()).isEqualTo("2025-12-01T10:00:00.000Z");
        assertThat(project.path("version").asInt()).isEqualTo(2);
        assertThat(project.path("at").asText()).isEqualTo("2025-12-01T10:00:00.000Z");
        assertThat(state.get(V1 + "/projects/other").status()).isEqualTo(404);
        assertThat(state.json(V1 + "/projects").path("projects")).hasSize(1);
        assertThat(state.json(V1 + "/projects?status=paused").path("projects")).isEmpty();
    }

    @Test
    void anAnswerSaysAsOfWhenItIsAndFromWhereToGoOn() {
        Position last = state.task("2025-12-01T10:00:00Z", "p", "'task_id':'T-1'");
        Response answer = state.get(V1 + "/projects/p/tasks");
        String asOf = ServedState.json(answer).path("as_of").asText();
        assertThat(Position.parse(asOf).orElseThrow()).isGreaterThanOrEqualTo(last);
        assertThat(answer.headers().first("Link").orElseThrow())
                .isEqualTo("</api/v1/sse/events?project_id=p&last_event_id=" + asOf + ">; rel=\"events\"");
        assertThat(answer.headers().first("Herald-As-Of").orElseThrow()).isEqualTo(asOf);
    }

    @Test
    void whoHasTheAnswerAlreadyIsToldSo() {
        state.task("2025-12-01T10:00:00Z", "p", "'task_id':'T-1'");
        settle();
        Response first = state.get(V1 + "/projects/p/figures");
        String tag = first.headers().first("ETag").orElseThrow();
        Response again = state.get(V1 + "/projects/p/figures", "If-None-Match", tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().first("ETag")).contains(tag);
        assertThat(state.get(V1 + "/projects/p/figures?timeframe=7d", "If-None-Match", tag)
                        .status())
                .isEqualTo(200);
        state.task("2025-12-01T10:00:01Z", "p", "'task_id':'T-2'");
        assertThat(state.get(V1 + "/projects/p/figures", "If-None-Match", tag).status())
                .isEqualTo(200);
    }

    /** What follows from what was published is in the journal. */
    private void settle() {
        FoldStage.await(() -> state.stage.journal.newest().equals(state.runner.position()));
    }

    @Test
    void tasksArePagedFilteredAndSorted() {
        threeTasks();
        assertThat(ids(V1 + "/projects/p/tasks")).containsExactly("T-1", "T-2", "T-3");
        assertThat(ids(V1 + "/projects/p/tasks?sort=-created_at")).containsExactly("T-3", "T-2", "T-1");
        assertThat(ids(V1 + "/projects/p/tasks?sort=title")).containsExactly("T-1", "T-3", "T-2");
        assertThat(ids(V1 + "/projects/p/tasks?status=done,todo&label=b")).containsExactly("T-1");
        assertThat(ids(V1 + "/projects/p/tasks?assignee=ann")).containsExactly("T-1");
        assertThat(ids(V1 + "/projects/p/tasks?parent_id=T-1")).containsExactly("T-3");
        assertThat(ids(V1 + "/projects/p/tasks?parent_id=")).containsExactly("T-1", "T-2");
        assertThat(ids(V1 + "/projects/p/tasks?q=CARE")).containsExactly("T-2");
        List<String> paged = new ArrayList<>();
        for (String sort : List.of("created_at", "-due_date", "estimate", "-status")) {
            paged.clear();
            JsonNode page = state.json(V1 + "/projects/p/tasks?limit=1&sort=" + sort);
            while (true) {
                page.path("tasks")
                        .forEach(task -> paged.add(task.path("task_id").asText()));
                if (page.path("next_after").isNull()) {
                    break;
                }
                page = state.json(V1 + "/projects/p/tasks?limit=1&sort=" + sort + "&after="
                        + page.path("next_after").asText());
            }
            assertThat(paged).as(sort).isEqualTo(ids(V1 + "/projects/p/tasks?sort=" + sort));
            assertThat(paged).containsExactlyInAnyOrder("T-1", "T-2", "T-3");
        }
    }

    private List<String> ids(String target) {
        List<String> ids = new ArrayList<>();
        state.json(target)
                .path("tasks")
                .forEach(task -> ids.add(task.path("task_id").asText()));
        return ids;
    }

    @Test
    void whatIsNotUnderstoodIsRefusedWithWhatIs() {
        threeTasks();
        assertThat(refused(V1 + "/projects/p/tasks?colour=red")).contains("status", "sort", "as_of");
        assertThat(refused(V1 + "/projects/p/tasks?status=finished")).contains("in_progress");
        assertThat(refused(V1 + "/projects/p/tasks?sort=size")).contains("due_date");
        assertThat(refused(V1 + "/projects/p/tasks?limit=0")).contains("1 to 1000");
        assertThat(refused(V1 + "/projects/p/tasks?after=x")).contains("next_after");
        assertThat(refused(V1 + "/projects/p/figures?timeframe=2d")).contains("1h, 24h, 7d, 30d, 90d");
        assertThat(refused(V1 + "/projects/p/figures?names=progress,luck")).contains("velocity");
        assertThat(refused(V1 + "/projects/p?as_of=yesterday")).contains("RFC 3339");
    }

    private String refused(String target) {
        Response answer = state.get(target);
        assertThat(answer.status()).as(target).isEqualTo(400);
        return ServedState.json(answer).path("detail").asText();
    }

    @Test
    void aTaskIsFoundInItsProjectAndByItselfWhereOneProjectHasIt() {
        threeTasks();
        JsonNode task = state.json(V1 + "/projects/p/tasks/T-2");
        assertThat(task.path("status").asText()).isEqualTo("done");
        assertThat(task.path("estimate").asDouble()).isEqualTo(2.5);
        assertThat(task.path("started_at").asText()).isEqualTo("2025-12-01T11:00:00.000Z");
        assertThat(task.path("completed_at").asText()).isEqualTo("2025-12-02T11:00:00.000Z");
        assertThat(state.json(V1 + "/tasks/T-2").path("version").asInt()).isEqualTo(2);
        state.task("2025-12-03T10:00:00Z", "q", "'task_id':'T-2'");
        Response both = state.get(V1 + "/tasks/T-2");
        assertThat(both.status()).isEqualTo(409);
        assertThat(ServedState.json(both).path("detail").asText()).contains("p, q");
        assertThat(state.get(V1 + "/tasks/T-9").status()).isEqualTo(404);
        assertThat(state.get(V1 + "/projects/p/tasks/T-9").status()).isEqualTo(404);
    }

    @Test
    void tasksAreWrittenDownAsCsvAndAsLines() {
        threeTasks();
        Response csv = state.get(V1 + "/projects/p/tasks:export");
        assertThat(csv.headers().first("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines().toList())
                .containsExactly(
                        "task_id,title,description,status,assignee,estimate,due_date,labels,parent_id,depends_on,"
                                + "created_at,started_at,completed_at,updated_at,version",
                        "T-1,One,,todo,ann,,,\"a,b\",,,2025-12-01T10:00:00.000Z,,,2025-12-01T10:00:00.000Z,1",
                        "T-2,\"Two, \"\"with\"\" care\",,done,,2.5,,,,,2025-12-01T11:00:00.000Z,"
                                + "2025-12-01T11:00:00.000Z,2025-12-02T11:00:00.000Z,2025-12-02T11:00:00.000Z,2",
                        "T-3,Three,,todo,,,2025-12-24,,T-1,,2025-12-01T12:00:00.000Z,,,2025-12-01T12:00:00.000Z,1");
        Response lines = state.get(V1 + "/projects/p/tasks:export?format=ndjson&status=done");
        assertThat(new String(lines.body(), StandardCharsets.UTF_8).lines().toList())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).startsWith("{\"task_id\":\"T-2\",\"title\":\"Two"));
    }

    @Test
    void risksAgentsRunsAndSuggestionsAreListed() {
        state.task("2025-12-01T10:00:00Z", "p", "'task_id':'T-1','due_date':'2025-11-30'");
        state.event(
                "2025-12-01T10:00:01Z",
                "{'type':'agent.status_changed','project_id':'p','data':{'agent_id':'a1','status':'busy'}}");
        state.event(
                "2025-12-01T10:00:02Z",
                "{'type':'workflow.started','project_id':'p','data':{'workflow_id':'w1','workflow_name':'build'}}");
        state.event(
                "2025-12-01T10:00:03Z",
                "{'type':'ai.suggestion','project_id':'p','data':{'suggestion_id':'s1','title':'Do less','confidence':0.5}}");
        JsonNode risk =
                state.json(V1 + "/projects/p/risks?open=true").path("risks").path(0);
        assertThat(risk.path("rule").asText()).isEqualTo("task_overdue");
        assertThat(risk.path("subject").asText()).isEqualTo("T-1");
        assertThat(risk.path("is_open").asBoolean()).isTrue();
        assertThat(state.json(V1 + "/projects/p/risks?open=false").path("risks"))
                .isEmpty();
        assertThat(state.json(V1 + "/agents?status=busy").path("agents")).hasSize(1);
        assertThat(state.json(V1 + "/agents/a1").path("status").asText()).isEqualTo("busy");
        assertThat(state.get(V1 + "/agents/a2").status()).isEqualTo(404);
        assertThat(state.json(V1 + "/workflows?project_id=p&status=running,pending")
                        .path("workflows"))
                .hasSize(1);
        assertThat(state.json(V1 + "/projects/p/suggestions?status=open")
                        .path("suggestions")
                        .path(0)
                        .path("title")
                        .asText())
                .isEqualTo("Do less");
    }

    @Test
    void figuresSayHowTheyWereMade() {
        threeTasks();
        JsonNode figures = state.json(V1 + "/projects/p/figures?names=progress,health,velocity&timeframe=7d");
        JsonNode progress = figures.path("figures").path(0);
        assertThat(progress.path("value").asDouble()).isCloseTo(50, within(1e-9));
        assertThat(progress.path("n").asInt()).isEqualTo(2);
        assertThat(figures.path("figures").path(1).path("value").isNumber()).isTrue();
        assertThat(figures.path("figures").path(2).path("value").asDouble()).isCloseTo(2.5 / 7, within(1e-9));
        JsonNode cycle = state.json(V1 + "/projects/p/figures/cycle_time_p50?timeframe=7d&limit=1");
        assertThat(cycle.path("value").asDouble()).isEqualTo(86_400);
        assertThat(cycle.path("series")).hasSize(8);
        assertThat(cycle.path("points").path(0).path("id").asText()).isEqualTo("T-2");
        assertThat(cycle.path("events")).hasSize(1);
        JsonNode rest = state.json(V1 + "/projects/p/figures/cycle_time_p50?timeframe=7d&limit=1&after="
                + cycle.path("next_after").asText());
        assertThat(rest.path("events")).hasSize(1);
        assertThat(rest.path("next_after").isNull()).isTrue();
        assertThat(state.get(V1 + "/projects/p/figures/luck").status()).isEqualTo(404);
    }

    @Test
    void flowForecastAndDeliveryHaveTheirShapes() {
        threeTasks();
        JsonNode flow = state.json(V1 + "/projects/p/flow?timeframe=7d");
        assertThat(flow.path("cumulative")).hasSize(8);
        assertThat(flow.path("burn_up").path(7).path("done").asInt()).isEqualTo(1);
        assertThat(flow.path("aging").path("percentiles").has("in_review")).isTrue();
        assertThat(flow.path("scatter").path(0).path("cycle_time").asDouble()).isEqualTo(86_400);
        JsonNode forecast = state.json(V1 + "/projects/p/forecast");
        assertThat(forecast.path("remaining").asInt()).isEqualTo(1);
        assertThat(forecast.path("p50").isNull()).isTrue();
        assertThat(forecast.path("reason").asText()).isNotEmpty();
        assertThat(forecast.path("calibration").has("hit_85")).isTrue();
        JsonNode delivery = state.json(V1 + "/projects/p/delivery");
        assertThat(delivery.path("deployments").path("deployment_frequency").isNull())
                .isTrue();
        assertThat(delivery.path("reasons").path("deployment_frequency").asText())
                .isNotEmpty();
        assertThat(delivery.path("commits").path("commits").asInt()).isZero();
    }

    @Test
    void eachFigureIsShownWithWhatMadeIt() {
        threeTasks();
        state.event(
                "2025-12-02T11:30:00Z",
                "{'type':'pr.created','project_id':'p','data':{'pr_id':'1','number':1,'title':'a','status':'open'}}");
        for (JsonNode figure : state.json(V1 + "/projects/p/figures").path("figures")) {
            String name = figure.path("name").asText();
            JsonNode whole = state.json(V1 + "/projects/p/figures/" + name + "?timeframe=24h");
            assertThat(whole.path("value").isNull())
                    .as(name)
                    .isEqualTo(whole.path("reason").isTextual());
            int most = name.equals("service_level_expectation") ? 91 : 25;
            assertThat(whole.path("series").size()).as(name).isBetween(24, most);
            assertThat(whole.path("events").isArray()).as(name).isTrue();
        }
        JsonNode open = state.json(V1 + "/projects/p/figures/pull_requests_open");
        assertThat(open.path("value").asInt()).isEqualTo(1);
        assertThat(open.path("points").path(0).path("id").asText()).isEqualTo("1");
    }

    @Test
    void aBriefSaysWhatHappenedWithTheEventsBehindIt() {
        Position before = state.event(
                "2025-12-01T09:00:00Z", "{'type':'file_change','project_id':'p','data':{'file_path':'old'}}");
        threeTasks();
        state.event(
                "2025-12-02T11:10:00Z",
                "{'type':'commit','project_id':'p','data':{'commit_hash':'abc','message':'m','author':'Ann'}}");
        Position failed = state.event(
                "2025-12-02T11:20:00Z",
                "{'type':'workflow.failed','project_id':'p','data':{'workflow_id':'w1','workflow_name':'build'}}");
        Position file = state.event(
                "2025-12-02T11:30:00Z", "{'type':'file_change','project_id':'p','data':{'file_path':'a.txt'}}");
        // What follows from them comes a little later.
        FoldStage.await(() -> state.json(V1 + "/projects/p/brief?after=" + before)
                .path("counts")
                .has("progress_update"));
        settle();
        JsonNode brief = state.json(V1 + "/projects/p/brief?after=" + before);
        assertThat(brief.path("is_whole").asBoolean()).isTrue();
        assertThat(brief.path("counts").path("task_update").asInt()).isEqualTo(4);
        assertThat(brief.path("counts").path("file_change").asInt()).isEqualTo(1);
        assertThat(statement(brief, "finished").path("text").asText()).contains("task T-2");
        assertThat(statement(brief, "opened").path("n").asInt()).isEqualTo(3);
        assertThat(statement(brief, "broken").path("text").asText()).contains("workflow build");
        assertThat(statement(brief, "broken").path("events").path(0).asText()).isEqualTo(failed.toString());
        assertThat(statement(brief, "people").path("text").asText()).contains("Ann (1)");
        assertThat(statement(brief, "files").path("events").path(0).asText()).isEqualTo(file.toString());
        assertThat(statement(brief, "files").path("text").asText()).doesNotContain("old");
        assertThat(state.json(V1 + "/projects/p/brief?after=" + before)).isEqualTo(brief);
        for (int budget : new int[] {100, 150, 200, 300, 500}) {
            JsonNode small = state.json(V1 + "/projects/p/brief?after=" + before + "&budget=" + budget);
            assertThat(small.path("text").asText().length()).isLessThanOrEqualTo(budget);
        }
        JsonNode none =
                state.json(V1 + "/projects/p/brief?after=" + brief.path("as_of").asText());
        assertThat(none.path("text").asText()).startsWith("Nothing happened");
        assertThat(refused(V1 + "/projects/p/brief?budget=5")).contains("100 to 100000");
        assertThat(refused(V1 + "/projects/p/brief?after=9999999999999-0")).contains("no later than");
    }

    private static JsonNode statement(JsonNode brief, String kind) {
        for (JsonNode statement : brief.path("statements")) {
            if (statement.path("kind").asText().equals(kind)) {
                return statement;
            }
        }
        throw new AssertionError("nothing is said of " + kind + ": " + brief);
    }

    @Test
    void pullRequestsIssuesAndDeploymentsAreListedNewestFirst() {
        state.event(
                "2025-12-01T10:00:00Z",
                "{'type':'pr.created','project_id':'p','data':{'pr_id':'1','number':1,'title':'First','author':'ann','status':'open'}}");
        state.event(
                "2025-12-01T10:00:01Z",
                "{'type':'pr.created','project_id':'p','data':{'pr_id':'2','title':'Second','status':'draft'}}");
        state.event(
                "2025-12-01T10:00:02Z",
                "{'type':'pr.closed','project_id':'p','data':{'pr_id':'1','status':'merged','merged_at':'2025-12-01T10:00:02Z'}}");
        state.event(
                "2025-12-01T10:00:03Z",
                "{'type':'issue.created','project_id':'p','data':{'issue_id':'7','title':'It leaks','status':'open','labels':['bug']}}");
        state.event(
                "2025-12-01T10:00:04Z",
                "{'type':'deployment.failed','project_id':'p','data':{'deployment_id':'d','environment':'live'}}");
        JsonNode pulls = state.json("/api/v1/projects/p/pull-requests").path("pull_requests");
        assertThat(pulls.path(0).path("title").asText()).isEqualTo("Second");
        assertThat(pulls.path(1).path("status").asText()).isEqualTo("merged");
        assertThat(pulls.path(1).path("ended_at").asText()).isEqualTo("2025-12-01T10:00:02.000Z");
        assertThat(state.json("/api/v1/projects/p/pull-requests?status=open,draft")
                        .path("pull_requests"))
                .hasSize(1);
        JsonNode page = state.json("/api/v1/projects/p/pull-requests?limit=1");
        JsonNode next = state.json("/api/v1/projects/p/pull-requests?limit=1&after="
                + page.path("next_after").asText());
        assertThat(next.path("pull_requests").path(0).path("title").asText()).isEqualTo("First");
        assertThat(state.json("/api/v1/projects/p/issues?status=open")
                        .path("issues")
                        .path(0)
                        .path("labels")
                        .path(0)
                        .asText())
                .isEqualTo("bug");
        assertThat(state.json("/api/v1/projects/p/deployments?status=failed")
                        .path("deployments")
                        .path(0)
                        .path("environment")
                        .asText())
                .isEqualTo("live");
        assertThat(state.get("/api/v1/projects/p/issues?status=merged").status())
                .isEqualTo(400);
    }
}
