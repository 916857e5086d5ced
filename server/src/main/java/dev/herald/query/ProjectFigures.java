package dev.herald.query;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.delivery.DeliveryFigures;
import dev.herald.projection.flow.FlowFigures;
import dev.herald.projection.forecast.Forecast;
import dev.herald.projection.health.Known;
import dev.herald.projection.health.ProjectHealth;
import dev.herald.projection.risk.Risk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All figures of a project, as of one position and moment, for somebody who may read so much. One thread. */
public final class ProjectFigures {
    private final Seen<ProjectView> seen;
    private final ProjectView view;
    private final Reach reach;
    private final Forecasts forecasts;
    private @Nullable FlowFigures flow;
    private @Nullable DeliveryFigures delivery;
    private @Nullable ProjectHealth health;

    public ProjectFigures(Seen<ProjectView> seen, Reach reach, Forecasts forecasts) {
        this.seen = seen;
        view = seen.value();
        this.reach = reach;
        this.forecasts = forecasts;
    }

    public Figure figure(FigureName name, Window.Timeframe timeframe) {
        String lacking = Sight.lacking(reach, Sight.of(name));
        if (lacking != null) {
            return Figure.none(name, lacking, 0, window(timeframe));
        }
        if (FlowFigures.NAMES.contains(name)) {
            return flow().figure(name, timeframe);
        }
        if (DeliveryFigures.NAMES.contains(name)) {
            return delivery().figure(name, timeframe);
        }
        return whole(name, timeframe);
    }

    /** The same, with its series, its points and the events that made it. */
    public Figure.Detail detail(FigureName name, Window.Timeframe timeframe) {
        if (Sight.lacking(reach, Sight.of(name)) != null) {
            return new Figure.Detail(figure(name, timeframe), List.of(), List.of(), List.of());
        }
        if (FlowFigures.NAMES.contains(name)) {
            return flow().detail(name, timeframe);
        }
        if (DeliveryFigures.NAMES.contains(name)) {
            return delivery().detail(name, timeframe);
        }
        Figure figure = whole(name, timeframe);
        return new Figure.Detail(figure, series(figure, timeframe), points(name), events());
    }

    /** Null where it may not be shown. */
    public @Nullable ProjectHealth health() {
        return Sight.lacking(reach, Sight.HEALTH) == null ? wholeHealth() : null;
    }

    /** Of the whole project: {@code health} and {@code risk_points}. */
    private Figure whole(FigureName name, Window.Timeframe timeframe) {
        Window window = window(timeframe);
        if (name == FigureName.RISK_POINTS) {
            return Figure.of(name, Risk.points(view.open()), view.open().size(), window);
        }
        ProjectHealth of = wholeHealth();
        return of.value() == null
                ? Figure.none(name, "none of its components has data", 0, window)
                : Figure.of(name, of.value(), of.n(), window);
    }

    /** What it was before is not kept: only the last bucket has a value. */
    private List<Figure.Sample> series(Figure figure, Window.Timeframe timeframe) {
        List<Window.Bucket> buckets = window(timeframe).buckets();
        List<Figure.Sample> samples = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            boolean isLast = i == buckets.size() - 1;
            samples.add(new Figure.Sample(buckets.get(i).fromMillis(), isLast ? figure.value() : null));
        }
        return samples;
    }

    private List<Figure.Point> points(FigureName name) {
        return name == FigureName.RISK_POINTS
                ? view.open().stream()
                        .map(risk -> new Figure.Point(
                                risk.openedMillis(), risk.severity().points(), risk.id()))
                        .toList()
                : List.of();
    }

    /** Of both, the risks are what single events stand behind. */
    private List<Position> events() {
        return view.open().stream().map(Risk::opened).distinct().sorted().toList();
    }

    private ProjectHealth wholeHealth() {
        ProjectHealth made = health;
        if (made == null) {
            Known known = new Known(
                    view.work(), view.delivery(), view.open(), view.everHadRisks(), chance(), seen.atMillis());
            made = ProjectHealth.of(known, flow());
            health = made;
        }
        return made;
    }

    private @Nullable Double chance() {
        if (view.project().dueDate() == null) {
            return null;
        }
        Forecast forecast = forecasts.forecast(view.work(), seen.asOf(), seen.atMillis());
        return forecast.dates() == null ? null : forecast.dates().probability();
    }

    private Window window(Window.Timeframe timeframe) {
        return Window.ending(seen.atMillis(), timeframe, view.project().zone());
    }

    private FlowFigures flow() {
        FlowFigures made = flow;
        if (made == null) {
            made = new FlowFigures(view.work(), seen.atMillis(), seen.knownFromMillis());
            flow = made;
        }
        return made;
    }

    private DeliveryFigures delivery() {
        DeliveryFigures made = delivery;
        if (made == null) {
            made = new DeliveryFigures(view.delivery(), view.project(), seen.atMillis(), seen.knownFromMillis());
            delivery = made;
        }
        return made;
    }
}
