package dev.herald.api.dashboard;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.ProjectId;
import dev.herald.http.Json;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.meter.Health;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.health.ProjectHealth;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.work.WorkProjection;
import dev.herald.query.ProjectFigures;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;
import dev.herald.query.Sight;
import dev.herald.query.Team;
import dev.herald.query.Widget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /dashboard/…}: overview, metrics, alerts, health, team performance, and the widgets that there are. */
public final class DashboardRoutes {
    private static final int ALERTS_MAX = 1_000;

    private final StateReads reads;
    private final Supplier<Map<String, Health.Status>> server;
    private final Supplier<List<dev.herald.meter.Alerts.Alert>> own;

    /**
     * @param server how the server's own parts are; must not block
     * @param own the alerts of the server itself; must not block
     */
    public DashboardRoutes(
            StateReads reads,
            Supplier<Map<String, Health.Status>> server,
            Supplier<List<dev.herald.meter.Alerts.Alert>> own) {
        this.reads = reads;
        this.server = server;
        this.own = own;
    }

    public List<Route> routes() {
        return List.of(
                new NowRoute(reads, server).route(),
                StateReads.get("/dashboard/overview", this::overview),
                StateReads.get("/dashboard/metrics", this::metrics),
                StateReads.get("/dashboard/alerts", this::alerts),
                StateReads.get("/dashboard/health", this::health),
                StateReads.get("/dashboard/team-performance", this::team),
                Route.get("/api/v1/dashboard/widgets", DashboardRoutes::widgets));
    }

    private Response overview(Request request) {
        Asked asked = Asked.of(request, "project_id");
        ProjectId id = asked.projectInQuery();
        Seen<List<ProjectView>> seen = views(asked, id);
        return Answers.object(
                request,
                seen,
                id,
                () -> Overview.of(
                        seen,
                        id == null ? null : id.value(),
                        asked.reach(),
                        view -> reads.figures(asked, seen.with(view))));
    }

    /** Of the project, or of all that the caller may read. */
    private Seen<List<ProjectView>> views(Asked asked, @Nullable ProjectId id) {
        return id == null ? reads.projects(asked) : reads.project(asked, id).map(List::of);
    }

    private Response metrics(Request request) {
        Asked asked = Asked.of(request, "project_id", "timeframe");
        ProjectId id = asked.projectInQuery();
        Window.Timeframe timeframe = asked.timeframe();
        Seen<List<ProjectView>> seen = views(asked, id);
        List<FigureName> names = List.of(FigureName.values());
        return Answers.object(request, seen, id, () -> {
            if (id == null) {
                return Metrics.together(
                        seen,
                        seen.value().stream()
                                .map(view -> reads.figures(asked, seen.with(view)))
                                .map(figures -> Metrics.ADDED.stream()
                                        .map(name -> figures.figure(name, timeframe))
                                        .toList())
                                .toList());
            }
            ProjectFigures figures = reads.figures(asked, seen.with(seen.value().getFirst()));
            return Metrics.of(
                    seen,
                    names.stream().map(name -> figures.detail(name, timeframe)).toList());
        });
    }

    private Response alerts(Request request) {
        Asked asked = Asked.of(request, "project_id", "severity", "resolved");
        ProjectId id = asked.projectInQuery();
        List<Alerts.Level> levels = asked.choices(
                "severity",
                name -> Arrays.stream(Alerts.Level.values())
                        .filter(level -> level.wireName().equals(name))
                        .findFirst(),
                Asked.names(Alerts.Level.values(), Alerts.Level::wireName));
        Boolean resolved = asked.fact("resolved");
        Seen<List<Risk>> seen = id == null
                ? reads.see(asked, states -> {
                    List<Risk> all = new ArrayList<>();
                    states.state(WorkProjection.NAME).projects().stream()
                            .filter(project -> asked.reach().covers(project.id()))
                            .forEach(project ->
                                    all.addAll(states.state(RiskProjection.NAME).all(project.id())));
                    return all;
                })
                : reads.inProject(
                        asked, id, states -> states.state(RiskProjection.NAME).all(id));
        boolean maySee = Sight.lacking(asked.reach(), Sight.RISKS) == null;
        return Answers.array(request, seen, id, () -> {
            List<Alerts.Alert> all = new ArrayList<>();
            if (id == null && asked.asOf() == null) {
                server.get().entrySet().stream()
                        .filter(part -> part.getValue().level() != Health.Level.HEALTHY)
                        .forEach(part -> all.add(Alerts.of(part, seen.atMillis())));
                own.get().forEach(alert -> all.add(Alerts.of(alert)));
            }
            if (maySee) {
                seen.value().forEach(risk -> all.add(Alerts.of(risk)));
            }
            return all.stream()
                    .filter(alert -> levels.isEmpty() || levels.contains(alert.severity()))
                    .filter(alert -> resolved == null || resolved == alert.resolved())
                    .sorted(Comparator.comparing(Alerts.Alert::timestamp)
                            .reversed()
                            .thenComparing(Alerts.Alert::id))
                    .limit(ALERTS_MAX)
                    .toList();
        });
    }

    private record Part(@Nullable Double value, int weight, String reason) {}

    private record Healths(
            @Nullable Double overallHealth,
            @Nullable String status,
            Map<String, Part> components,
            @Nullable String reason) {}

    private Response health(Request request) {
        Asked asked = Asked.of(request, "project_id");
        ProjectId id = asked.projectInQuery();
        Seen<List<ProjectView>> seen = views(asked, id);
        return Answers.object(request, seen, id, () -> {
            if (id == null) {
                return new Healths(
                        null,
                        null,
                        Map.of(),
                        "the health of several projects together has no meaning: ask for one with project_id");
            }
            ProjectHealth health =
                    reads.figures(asked, seen.with(seen.value().getFirst())).health();
            return health == null
                    ? new Healths(null, null, Map.of(), Sight.lacking(asked.reach(), Sight.HEALTH))
                    : shown(health);
        });
    }

    private static Healths shown(ProjectHealth health) {
        Map<String, Part> parts = new LinkedHashMap<>();
        health.components()
                .forEach(one -> parts.put(
                        one.name().name().toLowerCase(Locale.ROOT), new Part(one.value(), one.weight(), one.reason())));
        ProjectHealth.Status status = health.status();
        return new Healths(
                health.value(),
                status == null ? null : status.wireName(),
                parts,
                health.value() == null ? "none of its components has data" : null);
    }

    private Response team(Request request) {
        Asked asked = Asked.of(request, "project_id", "timeframe").reading(Sight.TEAM);
        ProjectId id = asked.projectInQuery();
        Window.Timeframe timeframe = asked.timeframe();
        Seen<List<ProjectView>> seen = views(asked, id);
        return Answers.object(
                request, seen, id, () -> new Overview.People(Team.of(seen.value(), timeframe, seen.atMillis())));
    }

    private record Known(String widgetId, String title, String description, String source) {}

    private static Response widgets(Request request) {
        Asked.of(request);
        return Response.json(
                        200,
                        Json.array(Arrays.stream(Widget.values())
                                .map(widget -> new Known(
                                        widget.wireName(),
                                        widget.title(),
                                        widget.description(),
                                        "/api/v1" + widget.path()))
                                .toList()))
                .with("Cache-Control", "private, max-age=3600");
    }
}
