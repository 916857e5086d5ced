package dev.herald.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.access.Audit;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit;
import dev.herald.http.Headers;
import dev.herald.http.LimitFields;
import dev.herald.http.Need;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/v1/projects/{id}/auto-commit}: commits a project's changes now. Whoever may publish the events that
 * tell of it may ask for it.
 */
public final class AutoCommitRoutes {
    private static final String SOURCE = "api";
    private static final String RETRY_SECONDS = "5";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Headers PROBLEM = Headers.NONE.with("Content-Type", "application/problem+json");

    private final AutoCommits commits;
    private final PublishLimit limit;

    /** @param limits how much a principal and an address may publish: a request counts as one event */
    public AutoCommitRoutes(AutoCommits commits, RateLimits limits) {
        this.commits = commits;
        this.limit = new PublishLimit(limits);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/v1/projects/{id}/auto-commit", this::commit).needing(Need.PUBLISH));
    }

    private Response commit(Request request) {
        ProjectId project = ProjectId.parse(request.variable("id"))
                .orElseThrow(() -> new ProblemException(
                        Problem.of(400, "Invalid project id", "A project's id is 1 to 128 of A-Z a-z 0-9 . _ -.")));
        permit(request, project);
        Permit permit = limit.take(request, 1);
        return LimitFields.tell(permit, answer(project));
    }

    private static void permit(Request request, ProjectId project) {
        Optional<String> refusal = request.grant()
                .refusalToPublish(new AutoCommit.Start(AutoCommit.Trigger.MANUAL, 0).draft(SOURCE, project));
        if (refusal.isPresent()) {
            Audit.tell(Audit.Act.REFUSED, PublishLimit.who(request), "auto-commit: 403, " + refusal.get());
            throw new ProblemException(Problem.of(403, "Forbidden", refusal.get()));
        }
    }

    private Response answer(ProjectId project) {
        try {
            return switch (commits.commit(project)) {
                case AutoCommits.Answer.Done done -> done(done);
                case AutoCommits.Answer.Refused refused -> refused(refused);
                case AutoCommits.Answer.Postponed postponed -> throw unavailable(postponed.why());
                case AutoCommits.Answer.Off off ->
                    throw new ProblemException(Problem.of(404, "No auto-commit", off.advice()));
            };
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unavailable("the server stops");
        }
    }

    private static Response done(AutoCommits.Answer.Done done) {
        ObjectNode body = JSON.createObjectNode()
                .put("success", done.hash() != null)
                .put("mode", done.mode())
                .put("commit_hash", done.hash())
                .put("branch", done.branch())
                .put("message", done.message())
                .put("changes_count", done.changes());
        ArrayNode leftOut = body.putArray("left_out");
        done.leftOut()
                .forEach(file -> leftOut.addObject().put("path", file.path()).put("reason", file.reason()));
        body.put("left_out_count", done.leftOutCount());
        return Response.json(200, bytes(body)).with("Cache-Control", "no-store");
    }

    /** With the reason as a member of its own, for programs. */
    private static Response refused(AutoCommits.Answer.Refused refused) {
        ObjectNode body = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", "Not committed")
                .put("status", 409)
                .put("detail", refused.error())
                .put("reason", refused.reason())
                .put("error", refused.error());
        return new Response(409, PROBLEM, bytes(body));
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(
                Problem.of(503, "Cannot commit at the moment", why).with("Retry-After", RETRY_SECONDS));
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
