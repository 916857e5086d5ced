package dev.herald.api.command;

import dev.herald.command.Author;
import dev.herald.command.Deleted;
import dev.herald.command.Seen;
import dev.herald.command.TaskChange;
import dev.herald.command.TaskCreation;
import dev.herald.command.TaskDeletion;
import dev.herald.command.TaskNumbers;
import dev.herald.command.TaskOf;
import dev.herald.command.TaskPlaces;
import dev.herald.event.ProjectId;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.query.ShownTask;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code POST /projects/{id}/tasks}; {@code PUT}, {@code PATCH} and {@code DELETE} of one, also as {@code /tasks/{id}}. */
final class TaskCommands {
    private final Asking asking;
    private final TaskNumbers numbers;

    TaskCommands(Asking asking, TaskNumbers numbers) {
        this.asking = asking;
        this.numbers = numbers;
    }

    List<Route> routes() {
        String one = "/projects/{id}/tasks/{task_id}";
        String alias = "/tasks/{task_id}";
        return List.of(
                Asking.route("POST", "/projects/{id}/tasks", this::create),
                Asking.route("PUT", one, request -> change(request, Asking.project(request))),
                Asking.route("PATCH", one, request -> change(request, Asking.project(request))),
                Asking.route("DELETE", one, request -> delete(request, Asking.project(request))),
                Asking.route("PUT", alias, request -> change(request, whose(request))),
                Asking.route("PATCH", alias, request -> change(request, whose(request))),
                Asking.route("DELETE", alias, request -> delete(request, whose(request))));
    }

    private record Gone(boolean success, String projectId, String taskId) {}

    private Response create(Request request) {
        ProjectId project = Asking.project(request);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new TaskCreation(project, JsonBody.of(request), author, numbers),
                author,
                new Asking.Showing<TaskOf>(
                        seen -> shown(201, seen).with("Location", location(seen.value())), TaskCommands::current));
    }

    private Response change(Request request, ProjectId project) {
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new TaskChange(
                        project,
                        request.variable("task_id"),
                        JsonBody.of(request),
                        Asking.expectation(request),
                        author),
                author,
                new Asking.Showing<TaskOf>(seen -> shown(200, seen), TaskCommands::current));
    }

    private Response delete(Request request, ProjectId project) {
        Author author = Asking.author(request);
        String id = request.variable("task_id");
        return asking.ask(
                request,
                new TaskDeletion(project, id, Asking.expectation(request), author),
                author,
                new Asking.Showing<Deleted>(
                        seen -> Answers.of(200, seen, project, new Gone(true, project.value(), id)),
                        TaskCommands::current));
    }

    private static Response shown(int status, Seen<TaskOf> seen) {
        TaskOf of = seen.value();
        return Answers.of(status, seen, of.project(), ShownTask.of(of.task()))
                .with("ETag", Answers.tag(of.task().version()));
    }

    private static Record current(Object current) {
        return ShownTask.of(((TaskOf) current).task());
    }

    private static String location(TaskOf of) {
        return "/api/v1/projects/" + of.project() + "/tasks/"
                + URLEncoder.encode(of.task().id(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The one project that the caller sees and that has the task. */
    private ProjectId whose(Request request) {
        String id = request.variable("task_id");
        List<ProjectId> projects = TaskPlaces.of(asking.dispatcher(), id, request.grant());
        if (projects.isEmpty()) {
            throw new ProblemException(Problem.of(404, "Not Found", "There is no task " + id + "."));
        }
        if (projects.size() > 1) {
            throw new ProblemException(Problem.of(
                    409,
                    "Several projects have it",
                    "Several projects have a task " + id + ", such as " + projects.get(0) + " and " + projects.get(1)
                            + ": ask for /api/v1/projects/{id}/tasks/" + id + "."));
        }
        return projects.getFirst();
    }
}
