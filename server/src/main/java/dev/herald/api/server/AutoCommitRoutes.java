package dev.herald.api.server;

import dev.herald.access.Audit;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.api.events.PublishLimit;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit;
import dev.herald.http.LimitFields;
import dev.herald.http.Need;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/projects/{id}/auto-commit}: commits a project's changes now. Whoever may publish the events that
 * tell of it may ask for it.
 */
public final class AutoCommitRoutes {
    private static final String SOURCE = "api";
    private static final String RETRY_SECONDS = "5";

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

    private record Commit(
            boolean success,
            String mode,
            @Nullable String commitHash,
            @Nullable String branch,
            String message,
            int changesCount,
            List<AutoCommits.File> leftOut,
            int leftOutCount) {}

    /** The reason as a member of its own, for programs. */
    private record Refusal(String reason, String error) {}

    private static Response done(AutoCommits.Answer.Done done) {
        Commit commit = new Commit(
                done.hash() != null,
                done.mode(),
                done.hash(),
                done.branch(),
                done.message(),
                done.changes(),
                done.leftOut(),
                done.leftOutCount());
        return Response.json(200, commit).with("Cache-Control", "no-store");
    }

    private static Response refused(AutoCommits.Answer.Refused refused) {
        return Problem.of(409, "Not committed", refused.error())
                .response(new Refusal(refused.reason(), refused.error()));
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(
                Problem.of(503, "Cannot commit at the moment", why).with("Retry-After", RETRY_SECONDS));
    }
}
