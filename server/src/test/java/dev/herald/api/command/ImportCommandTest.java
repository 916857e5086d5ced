package dev.herald.api.command;

import static dev.herald.api.command.CommandStage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.http.Headers;
import dev.herald.http.Response;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.WorkProjection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many tasks at once, from CSV and NDJSON. */
class ImportCommandTest {
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private final CommandStage api = new CommandStage();

    @BeforeEach
    void makeAProject() {
        api.post("/projects", "{'project_id':'p'}");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Response send(String type, String body, String query, String... fields) {
        Headers headers = Headers.NONE.with("Content-Type", type);
        for (int i = 0; i < fields.length; i += 2) {
            headers = headers.with(fields[i], fields[i + 1]);
        }
        return api.raw("POST", "/projects/p/tasks:import" + query, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private Task task(String id) {
        return Objects.requireNonNull(
                api.dispatcher.see(states -> states.state(WorkProjection.NAME).task(new ProjectId("p"), id)));
    }

    private static List<Integer> rows(Response response) {
        return json(response).path("errors").findValues("row").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    @Test
    void csvWithQuotesListsAndTasksThatNameLaterOnes() {
        String csv = "\uFEFFtask_id,title,estimate,labels,depends_on,parent_id,created_at\r\n"
                + "a,\"One, \"\"two\"\"\nthree\",1.5,\"x, y\",b,,2020-01-01\r\n"
                + "b,Second,,,,a,\r\n"
                + ",Nameless,,,\"a,b\",,\r\n";
        Response done = send(CSV, csv, "");
        assertThat(done.status()).isEqualTo(200);
        assertThat(json(done).path("imported").asInt()).isEqualTo(3);
        assertThat(json(done).path("errors")).isEmpty();
        assertThat(task("a").title()).isEqualTo("One, \"two\"\nthree");
        assertThat(task("a").labels()).containsExactly("x", "y");
        assertThat(task("a").estimate()).isEqualTo(1.5);
        assertThat(task("b").parentId()).isEqualTo("a");
        assertThat(task("T-1").dependsOn()).containsExactly("a", "b");
    }

    @Test
    void whatIsThereIsChangedWhereTheFileSaysSoAndTheSameFileAgainTellsNothing() {
        api.post("/projects/p/tasks", "{'task_id':'a','title':'Old','assignee':'ann'}");
        String file = "task_id,title,assignee,status\na,New,,done\n";
        assertThat(send(CSV, file, "").status()).isEqualTo(200);
        assertThat(task("a").title()).isEqualTo("New");
        assertThat(task("a").assignee()).isEqualTo("ann");
        int events = api.stage.told(KnownType.TASK_UPDATE).size();
        Response again = send(CSV, file, "");
        assertThat(json(again).path("imported").asInt()).isEqualTo(1);
        assertThat(api.stage.told(KnownType.TASK_UPDATE)).hasSize(events);
    }

    @Test
    void oneWrongRowKeepsAllOutAndIsNamedUnlessAPartIsWanted() {
        String file = String.join(
                "\n",
                "{\"task_id\":\"a\",\"title\":\"t\"}",
                "{\"task_id\":\"b\",\"title\":\"t\",\"status\":\"doing\"}",
                "",
                "{\"task_id\":\"c\",\"title\":\"t\",\"parent_id\":\"b\"}",
                "nonsense",
                "{\"task_id\":\"a\",\"title\":\"again\"}",
                "{\"task_id\":\"d\",\"title\":\"t\",\"depends_on\":[\"e\"]}",
                "{\"task_id\":\"e\",\"title\":\"t\",\"depends_on\":[\"d\"]}",
                "{\"title\":\"fine\",\"depends_on\":[\"a\"]}");
        Response none = send(NDJSON, file, "");
        assertThat(none.status()).isEqualTo(422);
        assertThat(rows(none)).containsExactly(2, 3, 4, 5, 6, 7);
        assertThat(api.stage.told(KnownType.TASK_UPDATE)).isEmpty();
        Response part = send(NDJSON, file, "?partial=true");
        assertThat(part.status()).isEqualTo(207);
        assertThat(json(part).path("imported").asInt()).isEqualTo(2);
        assertThat(rows(part)).containsExactly(2, 3, 4, 5, 6, 7);
        assertThat(task("T-1").dependsOn()).containsExactly("a");
    }

    @Test
    void aCircleRefusesItsLastRowAndWhatThenHasNoParent() {
        String file = "task_id,title,parent_id\nx,t,z\ny,t,x\nz,t,y\nfree,t,\n";
        assertThat(rows(send(CSV, file, ""))).containsExactly(1, 2, 3);
        api.post("/projects/p/tasks", "{'task_id':'x','title':'t'}");
        api.post("/projects/p/tasks", "{'task_id':'y','title':'t','parent_id':'x'}");
        assertThat(rows(send(CSV, "task_id,parent_id\nx,y\n", ""))).containsExactly(1);
    }

    @Test
    void whatIsNoFileOfTasksIsRefused() {
        assertThat(send("text/plain", "x", "").status()).isEqualTo(415);
        assertThat(send(CSV, "", "").status()).isEqualTo(400);
        assertThat(send(CSV, "task_id,title\n", "").status()).isEqualTo(400);
        assertThat(send(CSV, "task_id,colour\na,b\n", "").status()).isEqualTo(422);
        assertThat(send(CSV, "task_id,title\na,\"open\n", "").status()).isEqualTo(400);
        assertThat(rows(send(CSV, "task_id,title\na,b,c\n", ""))).containsExactly(1);
        assertThat(send(CSV, "task_id,title\na,b\n", "?partial=maybe").status()).isEqualTo(400);
        assertThat(api.raw(
                                "POST",
                                "/projects/none/tasks:import",
                                "title\nx\n".getBytes(StandardCharsets.UTF_8),
                                Headers.NONE.with("Content-Type", CSV))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tenThousandTasksAreOneSubmissionAndTellTheProgressOnceOrTwice() {
        StringBuilder file = new StringBuilder("title,status,estimate\n");
        for (int i = 0; i < 10_000; i++) {
            file.append("Task ").append(i).append(i % 3 == 0 ? ",done,2\n" : ",todo,1\n");
        }
        Response done = send(CSV, file.toString(), "", "Idempotency-Key", "once");
        assertThat(done.status()).isEqualTo(200);
        assertThat(json(done).path("imported").asInt()).isEqualTo(10_000);
        api.stage.clock.advance(1_000);
        api.post("/projects/p/tasks", "{'title':'after'}");
        assertThat(api.stage.told(KnownType.PROGRESS_UPDATE).size()).isLessThanOrEqualTo(4);
        Response again = send(CSV, file.toString(), "", "Idempotency-Key", "once");
        assertThat(json(again).path("imported").asInt()).isEqualTo(10_000);
        assertThat(again.headers().first("Idempotent-Replayed")).contains("true");
        assertThat(api.stage.told(KnownType.TASK_UPDATE)).hasSize(10_001);
    }
}
