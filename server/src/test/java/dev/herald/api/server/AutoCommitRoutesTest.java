package dev.herald.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.access.Authenticator;
import dev.herald.access.Grant;
import dev.herald.access.RateLimits;
import dev.herald.access.Role;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.http.Authorization;
import dev.herald.http.Headers;
import dev.herald.http.ManualLimits;
import dev.herald.http.NamedGrants;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Router;
import dev.herald.http.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What somebody who asks for a commit is answered. */
class AutoCommitRoutesTest {
    private final List<ProjectId> asked = new ArrayList<>();
    private AutoCommits.Answer answer = new AutoCommits.Answer.Postponed("");

    private Router router(Authenticator authenticator, RateLimits limits) {
        AutoCommits commits = project -> {
            asked.add(project);
            return answer;
        };
        return new Router(
                new AutoCommitRoutes(commits, limits).routes(),
                Router::notFound,
                new Authorization(authenticator, limits));
    }

    private Response post(Router router, String project, String... token) {
        Target target = Target.parse("/api/v1/projects/" + project + "/auto-commit");
        Headers headers = token.length == 0 ? Headers.NONE : Headers.NONE.with("Authorization", "Bearer " + token[0]);
        return router.handle(
                Request.of("POST", target.path(), target.query(), headers, new byte[0], "127.0.0.1", Map.of()));
    }

    private Response post(String project) {
        return post(router(Authenticator.OPEN, RateLimits.OFF), project);
    }

    @Test
    void aCommitIsToldWithWhatIsNotInIt() {
        answer = new AutoCommits.Answer.Done(
                "shadow", "abc", "main", "two files", 2, List.of(new AutoCommits.File(".env", "secret_name")), 7);
        Response response = post("web");
        assertThat(response.status()).isEqualTo(200);
        assertThat(asked).containsExactly(new ProjectId("web"));
        assertThat(json(response).toString())
                .isEqualTo("{\"success\":true,\"mode\":\"shadow\",\"commit_hash\":\"abc\",\"branch\":\"main\","
                        + "\"message\":\"two files\",\"changes_count\":2,"
                        + "\"left_out\":[{\"path\":\".env\",\"reason\":\"secret_name\"}],\"left_out_count\":7}");
    }

    @Test
    void nothingToCommitIsNoFailure() {
        answer = new AutoCommits.Answer.Done("branch", null, null, "nothing changed", 0, List.of(), 0);
        JsonNode body = json(post("web"));
        assertThat(body.get("success").asBoolean()).isFalse();
        assertThat(body.get("commit_hash").isNull()).isTrue();
        assertThat(body.get("message").asText()).isEqualTo("nothing changed");
    }

    @Test
    void aRefusalIsAConflictWithItsReason() {
        answer = new AutoCommits.Answer.Refused("protected_branch", "Work on another.");
        Response response = post("web");
        assertThat(response.status()).isEqualTo(409);
        assertThat(response.headers().first("Content-Type")).contains("application/problem+json");
        JsonNode body = json(response);
        assertThat(body.get("status").asInt()).isEqualTo(409);
        assertThat(body.get("reason").asText()).isEqualTo("protected_branch");
        assertThat(body.get("error").asText()).isEqualTo("Work on another.");
        assertThat(body.get("detail").asText()).isEqualTo("Work on another.");
    }

    @Test
    void whatIsOffOrCannotBeDoneNowSaysWhatToDo() {
        answer = new AutoCommits.Answer.Off("turn it on");
        assertThat(post("web").status()).isEqualTo(404);
        assertThat(json(post("web")).get("detail").asText()).isEqualTo("turn it on");
        answer = new AutoCommits.Answer.Postponed("the journal is full");
        Response later = post("web");
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.headers().first("Retry-After")).contains("5");
        assertThat(post("a%20b").status()).isEqualTo(400);
    }

    @Test
    void onlyWhoMayPublishOfTheProjectMayAskAndNotTooOften() {
        answer = new AutoCommits.Answer.Done("shadow", "abc", "main", "m", 1, List.of(), 0);
        Reach web = Reach.ofProjects(Set.of(new ProjectId("web")));
        Router guarded = router(
                new NamedGrants(Map.of(
                        "ann", new Grant("ann", Set.of(Role.PUBLISHER), web, null, Grant.NEVER),
                        "view", new Grant("view", Set.of(Role.VIEWER), web, null, Grant.NEVER),
                        "bot", new Grant("bot", Set.of(Role.AGENT), web, "bot", Grant.NEVER))),
                new ManualLimits(2));
        assertThat(post(guarded, "web").status()).isEqualTo(401);
        assertThat(post(guarded, "web", "view").status()).isEqualTo(403);
        assertThat(post(guarded, "web", "bot").status()).isEqualTo(403);
        assertThat(post(guarded, "other", "ann").status()).isEqualTo(403);
        assertThat(asked).isEmpty();
        assertThat(post(guarded, "web", "ann").status()).isEqualTo(200);
        assertThat(post(guarded, "web", "ann").status()).isEqualTo(200);
        assertThat(post(guarded, "web", "ann").status()).isEqualTo(429);
        assertThat(asked).hasSize(2);
    }

    private static JsonNode json(Response response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("the answer is no JSON", e);
        }
    }
}
