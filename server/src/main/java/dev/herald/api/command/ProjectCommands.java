package dev.herald.api.command;

import dev.herald.command.Author;
import dev.herald.command.Deleted;
import dev.herald.command.ProjectCreation;
import dev.herald.command.ProjectDeletion;
import dev.herald.command.ProjectUpdate;
import dev.herald.command.Seen;
import dev.herald.event.ProjectId;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.Members;
import dev.herald.projection.work.Project;
import dev.herald.query.ShownProject;
import java.util.List;

/** {@code POST /projects}, and {@code PUT}, {@code PATCH} and {@code DELETE} of one. */
final class ProjectCommands {
    private final Asking asking;

    ProjectCommands(Asking asking) {
        this.asking = asking;
    }

    List<Route> routes() {
        return List.of(
                Asking.route("POST", "/projects", this::create),
                Asking.route("PUT", "/projects/{id}", this::put),
                Asking.route("PATCH", "/projects/{id}", this::patch),
                Asking.route("DELETE", "/projects/{id}", this::delete));
    }

    private record Put(boolean success, ShownProject project) {}

    private record Gone(boolean success, String projectId) {}

    private Response create(Request request) {
        Members asked = JsonBody.of(request);
        ProjectId id = id(asked);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new ProjectCreation(id, asked, author),
                author,
                showing(seen -> Answers.of(201, seen, id, ShownProject.of(seen.value()))
                        .with("Location", "/api/v1/projects/" + id)
                        .with("ETag", Answers.tag(seen.value().version()))));
    }

    private static ProjectId id(Members asked) {
        String given = asked.text("project_id");
        String detail = asked.has("project_id")
                ? "must be an id that matches [A-Za-z0-9._-]{1,128}"
                : "is required: an id that matches [A-Za-z0-9._-]{1,128}";
        return ProjectId.parse(given == null ? "" : given)
                .orElseThrow(() -> new ProblemException(new Problem(
                        422,
                        "Invalid",
                        "/project_id: " + detail,
                        List.of(new Problem.Location("/project_id", detail)),
                        Headers.NONE)));
    }

    private Response put(Request request) {
        ProjectId id = Asking.project(request);
        return change(
                request,
                id,
                showing(seen -> Answers.of(200, seen, id, new Put(true, ShownProject.of(seen.value())))
                        .with("ETag", Answers.tag(seen.value().version()))));
    }

    private Response patch(Request request) {
        ProjectId id = Asking.project(request);
        return change(
                request,
                id,
                showing(seen -> Answers.of(200, seen, id, ShownProject.of(seen.value()))
                        .with("ETag", Answers.tag(seen.value().version()))));
    }

    private Response change(Request request, ProjectId id, Asking.Showing<Project> showing) {
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new ProjectUpdate(id, JsonBody.of(request), Asking.expectation(request), author),
                author,
                showing);
    }

    private Response delete(Request request) {
        ProjectId id = Asking.project(request);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new ProjectDeletion(id, Asking.expectation(request), author),
                author,
                new Asking.Showing<Deleted>(
                        seen -> Answers.of(200, seen, id, new Gone(true, id.value())), ProjectCommands::current));
    }

    private static Asking.Showing<Project> showing(java.util.function.Function<Seen<Project>, Response> answer) {
        return new Asking.Showing<>(answer, ProjectCommands::current);
    }

    private static Record current(Object current) {
        return ShownProject.of((Project) current);
    }
}
