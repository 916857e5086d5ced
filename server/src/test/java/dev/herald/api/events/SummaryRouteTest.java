package dev.herald.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.access.Role;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.http.NamedGrants;
import dev.herald.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of the last hour and the names in the log, as the protocol's section 4 has them. */
class SummaryRouteTest {
    private static final Set<ProjectId> A = Set.of(new ProjectId("a"));

    private final ServedApi api = new ServedApi(
            new NamedGrants(Map.of(
                    "a", grant(Role.VIEWER, Reach.ofProjects(A)),
                    "commits", grant(Role.VIEWER, new Reach(false, A, false, Set.of(KnownType.COMMIT))),
                    "commits-of-all", grant(Role.VIEWER, new Reach(true, Set.of(), false, Set.of(KnownType.COMMIT))),
                    "admin", grant(Role.ADMIN, Reach.ALL))),
            RateLimits.OFF);

    private static Grant grant(Role role, Reach reach) {
        return new Grant("sub", Set.of(role), reach, null, Grant.NEVER);
    }

    @BeforeEach
    void publish() {
        publish("custom.x", "a");
        publish("commit", "a");
        publish("commit", "b");
        api.clock.advance(120_000);
        publish("custom.y", "c");
        publish("custom.z", null);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void publish(String type, String project) {
        String of = project == null ? "" : ",\"project_id\":\"" + project + "\"";
        Response answer = api.post(
                "application/json",
                "{\"type\":\"" + type + "\"" + of + ",\"data\":{\"message\":\"m\",\"commit_sha\":\"0\"}}",
                "Authorization",
                "Bearer admin");
        assertThat(answer.status()).as(new String(answer.body())).isEqualTo(201);
    }

    private Response answer(String token, String query) {
        return api.get("/api/v1/events/summary" + query, "Authorization", "Bearer " + token);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private JsonNode asked(String token, String query) {
        return ServedApi.json(answer(token, query));
    }

    private static int total(JsonNode summary) {
        int total = 0;
        for (JsonNode minute : summary.get("minutes")) {
            total += minute.get("events").asInt();
        }
        return total;
    }

    @Test
    void countsTheMinutesAndNamesWhatOccurs() {
        JsonNode summary = asked("admin", "");
        JsonNode minutes = summary.get("minutes");
        assertThat(minutes).hasSize(60);
        assertThat(minutes.get(57).get("events").asInt()).isEqualTo(3);
        assertThat(minutes.get(58).get("events").asInt()).isZero();
        assertThat(minutes.get(59).get("events").asInt()).isEqualTo(2);
        assertThat(minutes.get(0).get("at")).isEqualTo(summary.get("from"));
        assertThat(Instant.parse(summary.get("from").asText()).plusSeconds(3_600))
                .isEqualTo(Instant.parse(summary.get("to").asText()))
                .isAfter(Instant.ofEpochMilli(api.clock.epochMillis()));
        assertThat(texts(summary.get("projects"))).containsExactly("a", "b", "c");
        assertThat(texts(summary.get("types"))).containsExactly("commit", "custom.x", "custom.y", "custom.z");
        assertThat(summary.get("is_partial").asBoolean()).isFalse();
        JsonNode newest = asked("admin", "?minutes=1");
        assertThat(newest.get("minutes")).hasSize(1);
        assertThat(total(newest)).isEqualTo(2);
        JsonNode page = ServedApi.json(api.get("/api/v1/events?order=desc&limit=1", "Authorization", "Bearer admin"));
        assertThat(summary.get("as_of")).isEqualTo(page.get("events").get(0).get("event_id"));
    }

    @Test
    void theFilterNarrowsTheFiguresAndNotTheNames() {
        JsonNode summary = asked("admin", "?project_id=a&event_types=commit,custom.y");
        assertThat(total(summary)).isEqualTo(1);
        assertThat(texts(summary.get("projects"))).containsExactly("a", "b", "c");
        assertThat(texts(summary.get("types"))).hasSize(4);
    }

    @Test
    void aTokenSeesFiguresAndNamesOfWhatItMayReadAndOfNothingElse() {
        JsonNode ofA = asked("a", "");
        assertThat(total(ofA)).as("those of no project are everybody's").isEqualTo(3);
        assertThat(texts(ofA.get("projects"))).containsExactly("a");
        assertThat(texts(ofA.get("types"))).containsExactly("commit", "custom.x", "custom.z");
        assertThat(total(asked("a", "?event_types=custom.y"))).isZero();
        assertThat(answer("a", "?project_id=b").status()).isEqualTo(403);

        JsonNode commits = asked("commits", "");
        assertThat(total(commits)).isEqualTo(1);
        assertThat(texts(commits.get("types"))).containsExactly("commit");
        assertThat(total(asked("commits", "?event_types=custom.x"))).isZero();
        assertThat(texts(asked("commits-of-all", "").get("projects"))).containsExactly("a", "b");

        assertThat(api.get("/api/v1/events/summary").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"minutes=0", "minutes=61", "minutes=x", "event_types=nonsense", "project_id=a%20b", "after=1-0"})
    void whatItDoesNotUnderstandIsRefused(String query) {
        Response answer = answer("admin", "?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Content-Type")).contains("application/problem+json");
    }
}
