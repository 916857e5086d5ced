package dev.herald.api.command;

import dev.herald.command.AgentStatus;
import dev.herald.command.Author;
import dev.herald.command.SuggestionDecision;
import dev.herald.command.SuggestionMaking;
import dev.herald.command.SuggestionOf;
import dev.herald.command.WorkflowProgress;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.Members;
import dev.herald.projection.delivery.WorkflowRun;
import dev.herald.projection.people.Agent;
import dev.herald.query.ShownAgent;
import dev.herald.query.ShownRun;
import dev.herald.query.ShownSuggestion;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What programs report: agents how they are, workflows how far they are, analyses what they suggest. */
final class ReportCommands {
    private static final int ID_LENGTH_MAX = 256;

    private final Asking asking;
    private final Supplier<String> ids;

    /** @param ids for what is new */
    ReportCommands(Asking asking, Supplier<String> ids) {
        this.asking = asking;
        this.ids = ids;
    }

    List<Route> routes() {
        String one = "/projects/{id}/suggestions/{suggestion_id}";
        return List.of(
                Asking.route("PUT", "/agents/{id}/status", this::agent),
                Asking.route("PUT", "/workflows/{id}/progress", this::workflow),
                Asking.route("POST", "/ai/suggestions", this::suggest),
                Asking.route("POST", one + ":accept", request -> decide(request, SuggestionDecision.Kind.ACCEPTED)),
                Asking.route("POST", one + ":dismiss", request -> decide(request, SuggestionDecision.Kind.DISMISSED)));
    }

    private Response agent(Request request) {
        String id = request.variable("id");
        if (!Room.isId(id)) {
            throw new ProblemException(Problem.of(404, "Not Found", "An agent's id is 1 to 128 of A-Z a-z 0-9 . _ -."));
        }
        Members asked = JsonBody.of(request);
        ProjectId project = project(asked, false);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new AgentStatus(id, project, asked, author),
                author,
                new Asking.Showing<Agent>(
                        seen -> Answers.of(200, seen, project, ShownAgent.of(seen.value())), Asking::noVersion));
    }

    private Response workflow(Request request) {
        String id = request.variable("id");
        if (id.length() > ID_LENGTH_MAX) {
            throw new ProblemException(
                    Problem.of(404, "Not Found", "A workflow's id has at most " + ID_LENGTH_MAX + " characters."));
        }
        Members asked = JsonBody.of(request);
        ProjectId project = project(asked, false);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new WorkflowProgress(id, project, asked, author),
                author,
                new Asking.Showing<WorkflowRun>(
                        seen -> Answers.of(200, seen, seen.value().project(), ShownRun.of(seen.value())),
                        Asking::noVersion));
    }

    private Response suggest(Request request) {
        Members asked = JsonBody.of(request);
        ProjectId project = Objects.requireNonNull(project(asked, true));
        String given = asked.reference("suggestion_id");
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new SuggestionMaking(project, given == null ? ids.get() : given, asked, author),
                author,
                showing(201));
    }

    private Response decide(Request request, SuggestionDecision.Kind kind) {
        ProjectId project = Asking.project(request);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new SuggestionDecision(project, request.variable("suggestion_id"), kind, author),
                author,
                showing(200));
    }

    private static Asking.Showing<SuggestionOf> showing(int status) {
        return new Asking.Showing<>(
                seen -> Answers.of(
                        status,
                        seen,
                        seen.value().project(),
                        ShownSuggestion.of(seen.value().project(), seen.value().suggestion())),
                Asking::noVersion);
    }

    /** The project that the body names; null where it names none and need not. */
    private static @Nullable ProjectId project(Members asked, boolean isRequired) {
        if (!isRequired && (!asked.has("project_id") || asked.isNull("project_id"))) {
            return null;
        }
        String given = asked.text("project_id");
        return ProjectId.parse(given == null ? "" : given)
                .orElseThrow(() -> new ProblemException(new Problem(
                        422,
                        "Invalid",
                        "/project_id: must be an id that matches [A-Za-z0-9._-]{1,128}",
                        List.of(new Problem.Location(
                                "/project_id", "must be an id that matches [A-Za-z0-9._-]{1,128}")),
                        Headers.NONE)));
    }
}
