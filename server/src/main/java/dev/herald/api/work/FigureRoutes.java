package dev.herald.api.work;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.Refused;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.flow.FlowCharts;
import dev.herald.projection.work.ProjectWork;
import dev.herald.query.Forecasts;
import dev.herald.query.ProjectFigures;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;
import dev.herald.query.Sight;
import java.util.List;

/** The figures of a project, one of them with all that made it, its flow, its forecast and its delivery. */
final class FigureRoutes {
    private static final List<String> NAMES = Asked.names(FigureName.values(), FigureName::wireName);

    private final StateReads reads;

    FigureRoutes(StateReads reads) {
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                StateReads.get("/projects/{id}/figures", this::all),
                StateReads.get("/projects/{id}/figures/{name}", this::one),
                StateReads.get("/projects/{id}/flow", this::flow),
                StateReads.get("/projects/{id}/forecast", this::forecast),
                StateReads.get("/projects/{id}/delivery", this::delivery));
    }

    private record All(List<ShownFigure> figures) {}

    private Response all(Request request) {
        Asked asked = Asked.of(request, "timeframe", "names");
        ProjectId id = asked.project();
        Window.Timeframe timeframe = asked.timeframe();
        List<FigureName> chosen = asked.choices("names", FigureName::of, NAMES);
        List<FigureName> names = chosen.isEmpty() ? List.of(FigureName.values()) : chosen;
        Seen<ProjectView> seen = reads.project(asked, id);
        return Answers.object(request, seen, id, () -> {
            ProjectFigures figures = reads.figures(asked, seen);
            return new All(names.stream()
                    .map(name -> ShownFigure.of(figures.figure(name, timeframe)))
                    .toList());
        });
    }

    private Response one(Request request) {
        Asked asked = Asked.of(request, "timeframe", "limit", "after");
        ProjectId id = asked.project();
        String text = request.variable("name");
        FigureName name = FigureName.of(text)
                .orElseThrow(() ->
                        Refused.notFound("there is no figure " + text + "; there are " + String.join(", ", NAMES)));
        Window.Timeframe timeframe = asked.timeframe();
        int limit = asked.limit();
        Position after = asked.position("after");
        Seen<ProjectView> seen = reads.project(asked, id);
        Figure.Detail detail = reads.figures(asked, seen).detail(name, timeframe);
        return Answers.object(
                request,
                seen,
                id,
                () -> ShownFigure.of(detail.figure()),
                () -> ShownFigure.Made.of(detail, after, limit));
    }

    private Response flow(Request request) {
        Asked asked = Asked.of(request, "timeframe").reading(Sight.TASKS);
        ProjectId id = asked.project();
        Window.Timeframe timeframe = asked.timeframe();
        Seen<ProjectView> seen = reads.project(asked, id);
        return Answers.object(
                request, seen, id, () -> ShownFlow.of(FlowCharts.of(seen.value().work(), timeframe, seen.atMillis())));
    }

    private Response forecast(Request request) {
        Asked asked = Asked.of(request).reading(Sight.TASKS);
        ProjectId id = asked.project();
        Seen<ProjectView> seen = reads.project(asked, id);
        return Answers.object(request, seen, id, () -> {
            Forecasts forecasts = reads.forecasts();
            ProjectWork work = seen.value().work();
            return ShownForecast.of(
                    forecasts.forecast(work, seen.asOf(), seen.atMillis()),
                    forecasts.calibration(work, seen.atMillis()));
        });
    }

    private Response delivery(Request request) {
        Asked asked = Asked.of(request, "timeframe");
        ProjectId id = asked.project();
        Window.Timeframe timeframe = asked.timeframe();
        Seen<ProjectView> seen = reads.project(asked, id);
        return Answers.object(
                request, seen, id, () -> ShownDelivery.of(seen, reads.figures(asked, seen), timeframe, asked.reach()));
    }
}
