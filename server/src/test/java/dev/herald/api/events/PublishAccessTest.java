package dev.herald.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.access.Role;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.http.ManualLimits;
import dev.herald.http.NamedGrants;
import dev.herald.http.Response;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may publish what, how much of it, and who reads it then. */
class PublishAccessTest {
    private static final String JSON = "application/json";
    private static final String AUTHORIZATION = "Authorization";
    private static final String ADMIN = "Bearer admin";
    private final ManualLimits limits = new ManualLimits(10);
    private final ServedApi api = new ServedApi(
            new NamedGrants(Map.of(
                    "ann", grant("ann", Role.PUBLISHER, Reach.ofProjects(Set.of(new ProjectId("a")))),
                    "commits",
                            grant(
                                    "commits",
                                    Role.VIEWER,
                                    new Reach(false, Set.of(new ProjectId("a")), false, Set.of(KnownType.COMMIT))),
                    "admin", grant("admin", Role.ADMIN, Reach.ALL))),
            limits);

    @AfterEach
    void close() {
        api.close();
    }

    private static Grant grant(String subject, Role role, Reach reach) {
        return new Grant(subject, Set.of(role), reach, null, Grant.NEVER);
    }

    private static String event(String project) {
        return "{\"type\":\"custom.x\",\"project_id\":\"" + project + "\",\"data\":{}}";
    }

    private Response post(String body) {
        return api.post(JSON, body, AUTHORIZATION, "Bearer ann");
    }

    private JsonNode page(String query, String token) {
        return ServedApi.json(api.get("/api/v1/events?" + query, AUTHORIZATION, token));
    }

    @Test
    void ofABatchTheForbiddenEventsAreRefusedAndTheOthersKept() {
        Response answer = post("[" + event("a") + "," + event("b") + "," + event("a") + "]");
        JsonNode body = ServedApi.json(answer);
        assertThat(answer.status()).isEqualTo(207);
        assertThat(body.get("accepted").asInt()).isEqualTo(2);
        assertThat(body.get("event_ids").get(1).isNull()).isTrue();
        assertThat(body.get("errors")).hasSize(1);
        assertThat(body.get("errors").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(body.get("errors").get(0).get("detail").asText()).contains("project b");
        assertThat(page("", ADMIN).get("events")).hasSize(2);
    }

    @Test
    void whereAllAreForbiddenItIs403AndWhereSomeAreBrokenToo422() {
        Response forbidden = post("[" + event("b") + "," + event("c") + "]");
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.headers().first("Content-Type")).contains("application/problem+json");
        assertThat(ServedApi.json(forbidden).get("status").asInt()).isEqualTo(403);
        assertThat(ServedApi.json(forbidden).get("errors")).hasSize(2);
        assertThat(post("[" + event("b") + ",{\"type\":\"nonsense\"}]").status())
                .isEqualTo(422);
        assertThat(post(event("b")).status()).isEqualTo(403);
        assertThat(page("", ADMIN).get("events")).isEmpty();
    }

    @Test
    void aRequestTakesItsEventsFromThePrincipalAndTheAddress() {
        Response answer = post("[" + event("a") + "," + event("a") + "]");
        assertThat(limits.taken).containsExactly("PUBLISH sub:ann 2", "PUBLISH ip:127.0.0.1 2");
        assertThat(answer.headers().first("RateLimit-Policy")).hasValue("\"publish\";q=10;w=4");
        assertThat(answer.headers().first("RateLimit")).hasValue("\"publish\";r=8;t=1");
        assertThat(answer.headers().first("Retry-After")).isEmpty();
    }

    @Test
    void aboveTheLimitNothingOfTheRequestIsKept() {
        assertThat(post("[" + event("a") + ",".concat(event("a")).repeat(7) + "]")
                        .status())
                .isEqualTo(200);
        Response over = post("[" + event("a") + ",".concat(event("a")).repeat(2) + "]");
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.headers().first("Retry-After")).hasValue("3");
        assertThat(over.headers().first("RateLimit")).hasValue("\"publish\";r=2;t=3");
        assertThat(page("", ADMIN).get("events")).hasSize(8);
        assertThat(post("[" + event("a") + "," + event("a") + "]").status()).isEqualTo(200);
    }

    @Test
    void moreThanALimitEverLetsThroughIsRefusedWholeAndToldHowMuchIs() {
        Response over = post("[" + event("a") + ",".concat(event("a")).repeat(10) + "]");
        assertThat(over.status()).isEqualTo(413);
        assertThat(ServedApi.json(over).get("detail").asText()).contains("at most 10 events");
        assertThat(limits.taken).isEmpty();
        assertThat(page("", ADMIN).get("events")).isEmpty();
        assertThat(post("[" + event("a") + ",".concat(event("a")).repeat(9) + "]")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAddressAboveItsLimitRefusesEverybodyThere() {
        limits.drain(RateLimits.Kind.PUBLISH, RateLimits.address("127.0.0.1"));
        assertThat(post(event("a")).status()).isEqualTo(429);
        assertThat(api.post(JSON, event("a"), AUTHORIZATION, ADMIN).status()).isEqualTo(429);
        assertThat(page("", ADMIN).get("events")).isEmpty();
    }

    @Test
    void theSameKeyOfTwoPrincipalsIsTwoKeys() {
        String[] key = {"Idempotency-Key", "mine"};
        Response ann = api.post(JSON, event("a"), AUTHORIZATION, "Bearer ann", key[0], key[1]);
        Response admin = api.post(JSON, event("b"), AUTHORIZATION, ADMIN, key[0], key[1]);
        assertThat(ann.status()).isEqualTo(201);
        assertThat(admin.status())
                .as("other content under the same key, by somebody else")
                .isEqualTo(201);
        assertThat(admin.headers().first("Idempotent-Replayed")).isEmpty();
        assertThat(admin.body()).isNotEqualTo(ann.body());
        Response again = api.post(JSON, event("a"), AUTHORIZATION, "Bearer ann", key[0], key[1]);
        assertThat(again.body()).isEqualTo(ann.body());
        assertThat(again.headers().first("Idempotent-Replayed")).hasValue("true");
    }

    @Test
    void anOpenServerTellsNoLimits() {
        try (ServedApi open = new ServedApi()) {
            Response answer = open.post(JSON, event("a"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers().first("RateLimit")).isEmpty();
            assertThat(answer.headers().first("RateLimit-Policy")).isEmpty();
        }
    }

    @Test
    void historyShowsWhatTheReaderMaySeeOnFullPagesWithATrueNext() {
        for (int i = 0; i < 4; i++) {
            for (String project : new String[] {"b", "a"}) {
                assertThat(api.post(JSON, event(project), AUTHORIZATION, ADMIN).status())
                        .isEqualTo(201);
                limits.refill();
            }
        }
        JsonNode first = page("limit=3", "Bearer ann");
        assertThat(first.get("events"))
                .hasSize(3)
                .allMatch(event -> event.get("project_id").asText().equals("a"));
        JsonNode last = page("limit=3&after=" + first.get("next_after").asText(), "Bearer ann");
        assertThat(last.get("events")).hasSize(1);
        assertThat(last.get("next_after").isNull()).isTrue();
        JsonNode whole = page("limit=4", "Bearer ann");
        assertThat(whole.get("events")).hasSize(4);
        assertThat(whole.get("next_after").isNull())
                .as("what follows is another's")
                .isTrue();
        assertThat(page("", "Bearer commits").get("events")).isEmpty();
    }

    @Test
    void anothersEventIsAsIfItWereNotThere() {
        String id = ServedApi.json(api.post(JSON, event("b"), AUTHORIZATION, ADMIN))
                .get("event_id")
                .asText();
        assertThat(api.get("/api/v1/events/" + id, AUTHORIZATION, ADMIN).status())
                .isEqualTo(200);
        Response hidden = api.get("/api/v1/events/" + id, AUTHORIZATION, "Bearer ann");
        assertThat(hidden.status()).isEqualTo(404);
        String missing = id.replaceAll("-.*", "-9999");
        Response absent = api.get("/api/v1/events/" + missing, AUTHORIZATION, "Bearer ann");
        assertThat(new String(absent.body()).replace(missing, id)).isEqualTo(new String(hidden.body()));
        assertThat(api.get("/api/v1/events?project_id=b", AUTHORIZATION, "Bearer ann")
                        .status())
                .isEqualTo(403);
    }
}
