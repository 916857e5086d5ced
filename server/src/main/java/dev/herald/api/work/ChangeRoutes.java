package dev.herald.api.work;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.ProjectId;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.delivery.Deployment;
import dev.herald.projection.delivery.Issue;
import dev.herald.projection.delivery.ProjectDelivery;
import dev.herald.projection.delivery.PullRequest;
import dev.herald.query.Pages;
import dev.herald.query.Seen;
import dev.herald.query.Sight;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code GET /projects/{id}/pull-requests}, {@code …/issues} and {@code …/deployments}: each newest first. */
final class ChangeRoutes {
    private static final List<String> ISSUE_STATUSES = List.of("open", "in_progress", "blocked", "closed");
    private static final List<String> DEPLOYMENT_STATUSES = List.of("running", "succeeded", "failed");

    private final StateReads reads;

    ChangeRoutes(StateReads reads) {
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                StateReads.get("/projects/{id}/pull-requests", this::pullRequests),
                StateReads.get("/projects/{id}/issues", this::issues),
                StateReads.get("/projects/{id}/deployments", this::deployments));
    }

    private record PullRequests(
            List<ShownChange.OfPullRequest> pullRequests,
            @Nullable String nextAfter) {}

    private record Issues(
            List<ShownChange.OfIssue> issues, @Nullable String nextAfter) {}

    private record Deployments(
            List<ShownChange.OfDeployment> deployments,
            @Nullable String nextAfter) {}

    private Response pullRequests(Request request) {
        Asked asked = Asked.of(request, "status", "limit", "after").reading(Sight.PULL_REQUESTS);
        ProjectId id = asked.project();
        List<PullRequest.Status> statuses = asked.choices(
                "status",
                name -> Optional.of(PullRequest.Status.valueOf(name.toUpperCase(Locale.ROOT))),
                Asked.names(PullRequest.Status.values(), one -> one.name().toLowerCase(Locale.ROOT)));
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<PullRequest>> seen = seen(asked, id, ProjectDelivery::pullRequests);
        return Answers.object(request, seen, id, () -> {
            List<PullRequest> found = seen.value().stream()
                    .filter(one -> statuses.isEmpty() || statuses.contains(one.status()))
                    .toList();
            Pages.Page<PullRequest> page = Pages.of(
                    found, one -> new Pages.Place(Pages.key(one.opened().packed()), one.id()), true, after, limit);
            return new PullRequests(page.map(ShownChange::of), page.nextAfter());
        });
    }

    private Response issues(Request request) {
        Asked asked = Asked.of(request, "status", "limit", "after").reading(Sight.ISSUES);
        ProjectId id = asked.project();
        List<String> statuses = asked.choices("status", Optional::of, ISSUE_STATUSES);
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<Issue>> seen = seen(asked, id, ProjectDelivery::issues);
        return Answers.object(request, seen, id, () -> {
            List<Issue> found = seen.value().stream()
                    .filter(one -> statuses.isEmpty() || statuses.contains(one.status()))
                    .toList();
            Pages.Page<Issue> page = Pages.of(
                    found, one -> new Pages.Place(Pages.key(one.opened().packed()), one.id()), true, after, limit);
            return new Issues(page.map(ShownChange::of), page.nextAfter());
        });
    }

    private Response deployments(Request request) {
        Asked asked = Asked.of(request, "status", "limit", "after").reading(Sight.DEPLOYMENTS);
        ProjectId id = asked.project();
        List<String> statuses = asked.choices("status", Optional::of, DEPLOYMENT_STATUSES);
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<Deployment>> seen = seen(asked, id, ProjectDelivery::deployments);
        return Answers.object(request, seen, id, () -> {
            List<Deployment> found = seen.value().stream()
                    .filter(one -> statuses.isEmpty() || statuses.contains(ShownChange.status(one)))
                    .toList();
            Pages.Page<Deployment> page = Pages.of(
                    found, one -> new Pages.Place(Pages.key(one.begun().packed()), one.id()), true, after, limit);
            return new Deployments(page.map(ShownChange::of), page.nextAfter());
        });
    }

    private <T> Seen<T> seen(Asked asked, ProjectId id, Function<ProjectDelivery, T> part) {
        return reads.inProject(
                asked,
                id,
                states -> part.apply(states.state(DeliveryProjection.NAME).view(id)));
    }
}
