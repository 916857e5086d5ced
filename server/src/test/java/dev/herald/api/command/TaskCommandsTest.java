package dev.herald.api.command;

import static dev.herald.api.command.CommandStage.header;
import static dev.herald.api.command.CommandStage.json;
import static dev.herald.api.command.CommandStage.pointers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.http.Headers;
import dev.herald.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Making, changing and deleting tasks. */
class TaskCommandsTest {
    private final CommandStage api = new CommandStage();

    @BeforeEach
    void makeAProject() {
        api.post("/projects", "{'project_id':'p'}");
    }

    @AfterEach
    void close() {
        api.close();
    }

    /** Without the moment as of which it is: something else may have come before the first answer was made. */
    private static JsonNode task(Response response) {
        return ((ObjectNode) json(response)).remove(List.of("as_of", "at"));
    }

    private JsonNode told() {
        Event last = api.stage.told(KnownType.TASK_UPDATE).getLast();
        return json(Response.json(200, last.json())).path("data");
    }

    @Test
    void aTaskIsMadeUnderTheNextNumber() {
        Response made = api.post("/projects/p/tasks", "{'title':'One','estimate':3,'labels':['a']}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(header(made, "Location")).isEqualTo("/api/v1/projects/p/tasks/T-1");
        assertThat(header(made, "ETag")).isEqualTo("\"1\"");
        JsonNode task = json(made);
        assertThat(task.path("task_id").asText()).isEqualTo("T-1");
        assertThat(task.path("status").asText()).isEqualTo("todo");
        assertThat(task.path("estimate").asDouble()).isEqualTo(3);
        assertThat(task.path("started_at").isNull()).isTrue();
        assertThat(task.path("as_of").asText()).isNotEmpty();
        assertThat(told().path("action").asText()).isEqualTo("created");
        assertThat(json(api.post("/projects/p/tasks", "{'title':'Two'}"))
                        .path("task_id")
                        .asText())
                .isEqualTo("T-2");
        assertThat(json(api.post("/projects/p/tasks", "{'title':'Own','task_id':'T-40'}"))
                        .path("task_id")
                        .asText())
                .isEqualTo("T-40");
        assertThat(json(api.post("/projects/p/tasks", "{'title':'Next'}"))
                        .path("task_id")
                        .asText())
                .isEqualTo("T-41");
        assertThat(api.post("/projects/p/tasks", "{'title':'Again','task_id':'T-40'}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aChangeTellsTheWholeTaskAndWhatIsDifferent() {
        api.post("/projects/p/tasks", "{'title':'One','assignee':'ann','description':'d'}");
        Response changed = api.patch("/projects/p/tasks/T-1", "{'status':'done','assignee':null}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(header(changed, "ETag")).isEqualTo("\"2\"");
        assertThat(json(changed).path("completed_at").isNull()).isFalse();
        assertThat(json(changed).path("assignee").isNull()).isTrue();
        JsonNode told = told();
        assertThat(told.path("title").asText()).isEqualTo("One");
        assertThat(told.path("description").asText()).isEqualTo("d");
        assertThat(told.path("version").asInt()).isEqualTo(2);
        assertThat(told.path("changes").path("status").path("from").asText()).isEqualTo("todo");
        assertThat(told.path("changes").path("assignee").path("to").isNull()).isTrue();
        assertThat(told.path("changes").has("title")).isFalse();
        int events = api.stage.everything().size();
        assertThat(api.put("/projects/p/tasks/T-1", "{'status':'done'}").status())
                .isEqualTo(200);
        assertThat(api.stage.everything()).hasSize(events);
    }

    @Test
    void aTaskThatIsSentBackAsItWasGivenChangesNothing() {
        Response made = api.post("/projects/p/tasks", "{'title':'One','estimate':1.5}");
        String body = new String(made.body(), StandardCharsets.UTF_8);
        assertThat(api.put("/projects/p/tasks/T-1", body).status()).isEqualTo(200);
        assertThat(api.stage.told(KnownType.TASK_UPDATE)).hasSize(1);
    }

    @Test
    void ifMatchKeepsTheVersionThatTheCallerHadInMind() {
        api.post("/projects/p/tasks", "{'title':'One'}");
        assertThat(api.patch("/projects/p/tasks/T-1", "{'title':'A'}", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(200);
        Response late = api.patch("/projects/p/tasks/T-1", "{'title':'B'}", "If-Match", "\"1\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(json(late).path("current").path("title").asText()).isEqualTo("A");
        assertThat(header(late, "ETag")).isEqualTo("\"2\"");
        assertThat(api.patch("/projects/p/tasks/T-1", "{'title':'B'}", "If-Match", "W/\"2\"")
                        .status())
                .isEqualTo(412);
        assertThat(api.delete("/projects/p/tasks/T-1", "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(api.delete("/projects/p/tasks/T-1", "If-Match", "\"7\", \"2\"")
                        .status())
                .isEqualTo(200);
        assertThat(api.delete("/projects/p/tasks/T-1").status()).isEqualTo(404);
    }

    @Test
    void circlesAndStrangersAreRefused() {
        for (String id : List.of("a", "b", "c")) {
            api.post("/projects/p/tasks", "{'title':'t','task_id':'" + id + "'}");
        }
        api.patch("/projects/p/tasks/b", "{'parent_id':'a','depends_on':['a']}");
        api.patch("/projects/p/tasks/c", "{'parent_id':'b','depends_on':['b']}");
        assertThat(pointers(api.patch("/projects/p/tasks/a", "{'parent_id':'c','depends_on':['b','c']}")))
                .containsExactly("/parent_id", "/depends_on/0", "/depends_on/1");
        assertThat(pointers(api.patch("/projects/p/tasks/a", "{'parent_id':'a','depends_on':['a']}")))
                .containsExactly("/parent_id", "/depends_on/0");
        assertThat(pointers(api.post("/projects/p/tasks", "{'title':'t','parent_id':'x','depends_on':['a','y']}")))
                .containsExactly("/parent_id", "/depends_on/1");
        api.delete("/projects/p/tasks/b");
        assertThat(api.patch("/projects/p/tasks/c", "{'depends_on':['b','a']}").status())
                .as("what it named before may have gone")
                .isEqualTo(200);
    }

    @Test
    void whatCannotBeIsRefusedWithItsPlace() {
        assertThat(
                        pointers(
                                api.post(
                                        "/projects/p/tasks",
                                        "{'task_id':'a b','title':' ','status':'doing','estimate':-1,'due_date':'x','labels':['',7],"
                                                + "'depends_on':[{}],'created_at':'2026-01-01T00:00:00Z','colour':1,'project_id':'q'}")))
                .containsExactlyInAnyOrder(
                        "/task_id",
                        "/title",
                        "/status",
                        "/estimate",
                        "/due_date",
                        "/labels/0",
                        "/labels/1",
                        "/depends_on/0",
                        "/created_at",
                        "/colour",
                        "/project_id");
        assertThat(pointers(api.post("/projects/p/tasks", "{}"))).containsExactly("/title");
        assertThat(api.post("/projects/none/tasks", "{'title':'t'}").status()).isEqualTo(404);
        assertThat(api.patch("/projects/p/tasks/none", "{}").status()).isEqualTo(404);
        Response large = api.post("/projects/p/tasks", "{'title':'t','labels':['" + "x','".repeat(10_001) + "y']}");
        assertThat(large.status()).isEqualTo(422);
        Response wrongKind = api.raw(
                "POST",
                "/projects/p/tasks",
                "x".getBytes(StandardCharsets.UTF_8),
                Headers.NONE.with("Content-Type", "text/plain"));
        assertThat(wrongKind.status()).isEqualTo(415);
        assertThat(api.stage.told(KnownType.TASK_UPDATE)).isEmpty();
    }

    @Test
    void theShortPathFindsTheOneProjectThatHasIt() {
        api.post("/projects", "{'project_id':'q'}");
        api.post("/projects/q/tasks", "{'title':'t','task_id':'only'}");
        api.post("/projects/q/tasks", "{'title':'t','task_id':'both'}");
        api.post("/projects/p/tasks", "{'title':'t','task_id':'both'}");
        assertThat(api.patch("/tasks/only", "{'status':'blocked'}").status()).isEqualTo(200);
        assertThat(api.patch("/tasks/both", "{'status':'blocked'}").status()).isEqualTo(409);
        assertThat(api.patch("/tasks/none", "{'status':'blocked'}").status()).isEqualTo(404);
        assertThat(api.delete("/tasks/only").status()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsRepeatedUnderItsKeyIsAnsweredTheSame() {
        String body = "{'title':'One'}";
        Response first = api.post("/projects/p/tasks", body, "Idempotency-Key", "k1");
        api.patch("/projects/p/tasks/T-1", "{'title':'Changed since'}");
        Response again = api.post("/projects/p/tasks", body, "Idempotency-Key", "k1");
        assertThat(again.status()).isEqualTo(201);
        assertThat(task(again)).isEqualTo(task(first));
        assertThat(header(again, "Idempotent-Replayed")).isEqualTo("true");
        Response other = api.post("/projects/p/tasks", "{'title':'Other'}", "Idempotency-Key", "k1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(json(api.post("/projects/p/tasks", "{'title':'Two'}"))
                        .path("task_id")
                        .asText())
                .isEqualTo("T-2");
    }

    @Test
    void aRepeatedRequestThatWouldBeRefusedNowIsAnsweredAsItWas() {
        String body = "{'title':'Own','task_id':'own'}";
        Response first = api.post("/projects/p/tasks", body, "Idempotency-Key", "k");
        assertThat(task(api.post("/projects/p/tasks", body, "Idempotency-Key", "k")))
                .isEqualTo(task(first));
        assertThat(api.post("/projects/p/tasks", body).status()).isEqualTo(409);
        api.delete("/projects/p/tasks/own", "Idempotency-Key", "d");
        assertThat(api.delete("/projects/p/tasks/own", "Idempotency-Key", "d").status())
                .isEqualTo(200);
        assertThat(api.delete("/projects/p/tasks/own", "Idempotency-Key", "e").status())
                .isEqualTo(404);
        assertThat(api.stage.told(KnownType.TASK_UPDATE)).hasSize(2);
    }

    @Test
    void manyWhoMakeTasksAtOnceAreGivenDifferentNumbers() {
        int count = 64;
        Set<String> ids = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> all = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> {
                                Response made = api.post("/projects/p/tasks", "{'title':'t" + i + "'}");
                                assertThat(made.status()).isEqualTo(201);
                                ids.add(json(made).path("task_id").asText());
                            },
                            threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
        assertThat(ids).hasSize(count).contains("T-1", "T-" + count);
    }

    /** Its words speak of its options and classes, and repeat what was sent. */
    @Test
    void nothingOfTheParsersTextIsHandedOn() {
        for (String body :
                List.of("nonsense", "{'a':nul}", "{'a':1,'a':2}", "{'a':[1,2", "{'a' 1}", "[" + "[".repeat(2_000))) {
            for (String path : List.of("/projects/p/tasks", "/projects/p/quality")) {
                Response answer = api.post(path, body);
                assertThat(answer.status()).as(body).isIn(400, 415, 422);
                assertThat(json(answer).path("detail").asText())
                        .as(path + " " + body)
                        .doesNotContain("nonsense", "token", "Unrecognized", "expecting", "JsonParser", "StreamRead");
            }
        }
    }
}
