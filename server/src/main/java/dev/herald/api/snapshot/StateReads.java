package dev.herald.api.snapshot;

import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.fold.Unanswered;
import dev.herald.http.Handler;
import dev.herald.http.Route;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.WorkProjection;
import dev.herald.query.Forecasts;
import dev.herald.query.ProjectFigures;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;
import dev.herald.query.Views;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks the folds for a request. For virtual threads. */
public final class StateReads {
    private final Views views;
    private final Forecasts forecasts = new Forecasts();

    public StateReads(Views views) {
        this.views = views;
    }

    public Forecasts forecasts() {
        return forecasts;
    }

    /** A route to a handler that asks the folds: where they do not answer, the reason is the answer. */
    public static Route get(String pattern, Handler.Blocking handler) {
        return Route.get("/api/v1" + pattern, request -> {
            try {
                return handler.handle(request);
            } catch (Unanswered refused) {
                return Refused.response(refused.refusal());
            }
        });
    }

    /** @throws Unanswered where the folds do not answer */
    public <T> Seen<T> see(Asked asked, Function<? super States, ? extends T> question) {
        return views.see(asked.asOf(), question);
    }

    /** @throws dev.herald.http.ProblemException 404 where the project is unknown or deleted */
    public Seen<ProjectView> project(Asked asked, ProjectId id) {
        Seen<Optional<ProjectView>> seen = see(asked, states -> Optional.ofNullable(ProjectView.of(states, id)));
        return seen.map(view -> view.orElseThrow(() -> unknown(id)));
    }

    /** The same of what the folds know besides. @param question of a project that is known and not deleted */
    public <T> Seen<T> inProject(Asked asked, ProjectId id, Function<? super States, ? extends T> question) {
        Seen<Optional<T>> seen = see(asked, states -> {
            Project project = states.state(WorkProjection.NAME).project(id);
            return project == null || project.isDeleted() ? Optional.empty() : Optional.of(question.apply(states));
        });
        return seen.map(value -> value.orElseThrow(() -> unknown(id)));
    }

    /** Each project that the caller may read, with all that is known of it. */
    public Seen<List<ProjectView>> projects(Asked asked) {
        return see(
                asked,
                states -> states.state(WorkProjection.NAME).projects().stream()
                        .filter(project -> asked.reach().covers(project.id()))
                        .flatMap(project -> Optional.ofNullable(ProjectView.of(states, project.id())).stream())
                        .toList());
    }

    public ProjectFigures figures(Asked asked, Seen<ProjectView> seen) {
        return new ProjectFigures(seen, asked.reach(), forecasts);
    }

    private static RuntimeException unknown(ProjectId id) {
        return Refused.notFound("there is no project " + id);
    }
}
