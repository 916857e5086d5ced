package dev.herald.api.work;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.ProjectId;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.WorkProjection;
import dev.herald.query.Pages;
import dev.herald.query.Seen;
import dev.herald.query.ShownProject;
import dev.herald.query.Sight;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /projects} and {@code GET /projects/{id}}. */
final class ProjectRoutes {
    private static final List<String> STATUSES = List.of("active", "paused", "archived");

    private final StateReads reads;

    ProjectRoutes(StateReads reads) {
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(StateReads.get("/projects", this::all), StateReads.get("/projects/{id}", this::one));
    }

    private record Page(
            List<ShownProject> projects, @Nullable String nextAfter) {}

    private Response all(Request request) {
        Asked asked = Asked.of(request, "status", "limit", "after").reading(Sight.PROJECTS);
        List<String> statuses = asked.choices("status", Optional::of, STATUSES);
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<Project>> seen = reads.see(
                asked, states -> List.copyOf(states.state(WorkProjection.NAME).projects()));
        return Answers.object(request, seen, null, () -> {
            List<Project> found = seen.value().stream()
                    .filter(project -> asked.reach().covers(project.id()))
                    .filter(project -> statuses.isEmpty() || statuses.contains(project.status()))
                    .toList();
            Pages.Page<Project> page =
                    Pages.of(found, project -> new Pages.Place("", project.id().value()), false, after, limit);
            return new Page(page.map(ShownProject::of), page.nextAfter());
        });
    }

    private Response one(Request request) {
        Asked asked = Asked.of(request).reading(Sight.PROJECTS);
        ProjectId id = asked.project();
        Seen<Project> seen = reads.inProject(
                asked,
                id,
                states ->
                        Objects.requireNonNull(states.state(WorkProjection.NAME).project(id)));
        return Answers.versioned(request, seen, id, seen.value().version(), () -> ShownProject.of(seen.value()));
    }
}
