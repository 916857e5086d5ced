package dev.herald.api.work;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.Refused;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.ProjectId;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.WorkProjection;
import dev.herald.projection.work.WorkState;
import dev.herald.query.Pages;
import dev.herald.query.Seen;
import dev.herald.query.ShownTask;
import dev.herald.query.Sight;
import dev.herald.query.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /projects/{id}/tasks}, one of them, and all of them as a file. */
final class TaskRoutes {
    private static final String[] FILTERS = {"status", "assignee", "label", "parent_id", "q"};

    private final StateReads reads;

    TaskRoutes(StateReads reads) {
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                StateReads.get("/projects/{id}/tasks", this::page),
                StateReads.get("/projects/{id}/tasks:export", this::export),
                StateReads.get("/projects/{id}/tasks/{task_id}", this::one),
                StateReads.get("/tasks/{task_id}", this::anywhere));
    }

    private record Page(List<ShownTask> tasks, @Nullable String nextAfter) {}

    private record Found(ProjectId project, Task task) {}

    private Response page(Request request) {
        Asked asked = Asked.of(request, with("sort", "limit", "after")).reading(Sight.TASKS);
        ProjectId id = asked.project();
        Tasks.Filter filter = filter(asked);
        String sorted = asked.text("sort").orElse("created_at");
        boolean isDescending = sorted.startsWith("-");
        Tasks.Sort sort = Tasks.Sort.of(isDescending ? sorted.substring(1) : sorted)
                .orElseThrow(() -> Refused.parameter(
                        "sort",
                        "is one of " + String.join(", ", Asked.names(Tasks.Sort.values(), Tasks.Sort::wireName))
                                + ", with a - before it for the other way around"));
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<ProjectWork> seen = work(asked, id);
        return Answers.object(request, seen, id, () -> {
            Pages.Page<Task> page = Tasks.page(seen.value(), filter, sort, isDescending, after, limit);
            return new Page(page.map(ShownTask::of), page.nextAfter());
        });
    }

    private Response one(Request request) {
        Asked asked = Asked.of(request).reading(Sight.TASKS);
        ProjectId id = asked.project();
        String taskId = request.variable("task_id");
        Seen<ProjectWork> seen = work(asked, id);
        Task task = seen.value().task(taskId);
        if (task == null) {
            throw Refused.notFound("project " + id + " has no task " + taskId);
        }
        return Answers.versioned(request, seen, id, task.version(), () -> ShownTask.of(task));
    }

    /** Of whichever project has it, of those that the caller may read. */
    private Response anywhere(Request request) {
        Asked asked = Asked.of(request).reading(Sight.TASKS);
        String taskId = request.variable("task_id");
        Seen<List<Found>> seen = reads.see(asked, states -> found(asked, states.state(WorkProjection.NAME), taskId));
        List<Found> found = seen.value();
        if (found.isEmpty()) {
            throw Refused.notFound("no project has a task " + taskId);
        }
        if (found.size() > 1) {
            String projects = String.join(
                    ", ", found.stream().map(one -> one.project().value()).toList());
            throw new ProblemException(Problem.of(
                    409,
                    "Several projects have it",
                    "task " + taskId + " is in several projects: " + projects
                            + "; ask for /api/v1/projects/<project>/tasks/" + taskId));
        }
        return Answers.versioned(
                request,
                seen,
                found.getFirst().project(),
                found.getFirst().task().version(),
                () -> ShownTask.of(found.getFirst().task()));
    }

    private static List<Found> found(Asked asked, WorkState work, String taskId) {
        List<Found> found = new ArrayList<>();
        for (Project project : work.projects()) {
            Task task = asked.reach().covers(project.id()) ? work.task(project.id(), taskId) : null;
            if (task != null && !task.isDeleted()) {
                found.add(new Found(project.id(), task));
            }
        }
        return found;
    }

    private Response export(Request request) {
        Asked asked = Asked.of(request, with("format")).reading(Sight.TASKS);
        ProjectId id = asked.project();
        Tasks.Filter filter = filter(asked);
        TaskFiles.Format format = asked.choice(
                        "format",
                        TaskFiles.Format::of,
                        Asked.names(TaskFiles.Format.values(), TaskFiles.Format::wireName))
                .orElseGet(() -> TaskFiles.Format.accepted(request));
        Seen<ProjectWork> seen = work(asked, id);
        return Answers.answer(
                request,
                seen,
                id,
                () -> TaskFiles.response(format, Tasks.all(seen.value(), filter))
                        .with("Vary", "Accept")
                        .with(
                                "Content-Disposition",
                                "attachment; filename=\"" + id + "-tasks." + format.wireName() + "\""));
    }

    private Seen<ProjectWork> work(Asked asked, ProjectId id) {
        return reads.inProject(
                asked,
                id,
                states ->
                        Objects.requireNonNull(states.state(WorkProjection.NAME).view(id)));
    }

    private static Tasks.Filter filter(Asked asked) {
        return new Tasks.Filter(
                Set.copyOf(asked.choices("status", Status::of, Asked.names(Status.values(), Status::wireName))),
                orNull(asked.text("assignee")),
                orNull(asked.text("label")),
                orNull(asked.given("parent_id")),
                orNull(asked.text("q")));
    }

    private static @Nullable String orNull(Optional<String> text) {
        return text.orElse(null);
    }

    private static String[] with(String... more) {
        List<String> all = new ArrayList<>(List.of(FILTERS));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
