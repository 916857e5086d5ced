package dev.herald.projection.flow;

import dev.herald.event.Position;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.work.ProjectWork;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The figures of a project's tasks, as of its position and of one moment. One thread. */
public final class FlowFigures {
    /** The figures that are made here. */
    public static final Set<FigureName> NAMES = Set.copyOf(EnumSet.range(FigureName.PROGRESS, FigureName.OVERDUE));

    private final List<Leaf> leaves;
    private final long atMillis;
    private final long knownFromMillis;
    private final ZoneId zone;
    private final Map<Window.Timeframe, Finished> finished = new EnumMap<>(Window.Timeframe.class);

    /**
     * @param atMillis of which moment, epoch milliseconds
     * @param knownFromMillis what happened before is not known; 0 where all is
     */
    public FlowFigures(ProjectWork work, long atMillis, long knownFromMillis) {
        leaves = work.leaves().stream().map(Leaf::of).toList();
        this.atMillis = atMillis;
        this.knownFromMillis = knownFromMillis;
        zone = work.project().zone();
    }

    /** @throws IllegalArgumentException when the name is none of {@link #NAMES} */
    public Figure figure(FigureName name, Window.Timeframe timeframe) {
        Window window = window(name, timeframe);
        OfFinished row = OfFinished.row(name);
        if (row != null) {
            Figure figure = row.figure(finished(window), window);
            return figure.asPartial(window.fromMillis() < knownFromMillis);
        }
        return moment(name).figure(leaves, window);
    }

    /**
     * The same, with its series, its points and the events that made it.
     *
     * @throws IllegalArgumentException when the name is none of {@link #NAMES}
     */
    public Figure.Detail detail(FigureName name, Window.Timeframe timeframe) {
        Window window = window(name, timeframe);
        Figure figure = figure(name, timeframe);
        OfFinished row = OfFinished.row(name);
        if (row != null) {
            Finished done = finished(window);
            return new Figure.Detail(figure, series(row, done, window), row.points(done), row.events(done));
        }
        OfMoment moment = moment(name);
        return new Figure.Detail(
                figure, series(moment, window), moment.points(leaves, window), moment.events(leaves, window));
    }

    private static OfMoment moment(FigureName name) {
        Optional<OfMoment> row = OfMoment.row(name);
        return row.orElseThrow(() -> new IllegalArgumentException("no figure of tasks: " + name));
    }

    private Window window(FigureName name, Window.Timeframe timeframe) {
        boolean hasItsOwn = name == FigureName.SERVICE_LEVEL_EXPECTATION;
        return Window.ending(atMillis, hasItsOwn ? Window.Timeframe.QUARTER : timeframe, zone);
    }

    private Finished finished(Window window) {
        return finished.computeIfAbsent(window.timeframe(), any -> Finished.in(window, leaves));
    }

    /** The figure of what was finished in each bucket; a rate is one a day there too. */
    private static List<Figure.Sample> series(OfFinished row, Finished done, Window window) {
        List<Figure.Sample> samples = new ArrayList<>();
        double days = window.timeframe().bucketDays();
        int next = 0;
        for (Window.Bucket bucket : window.buckets()) {
            int from = next;
            while (next < done.n() && Finished.end(done.leaves().get(next)).epochMillis() < bucket.toMillis()) {
                next++;
            }
            Finished part = new Finished(done.leaves().subList(from, next));
            samples.add(new Figure.Sample(bucket.fromMillis(), row.sample(part, days)));
        }
        return samples;
    }

    /** How it stood at the end of each bucket. */
    private List<Figure.Sample> series(OfMoment moment, Window window) {
        List<Figure.Sample> samples = new ArrayList<>();
        for (Window.Bucket bucket : window.buckets()) {
            @Nullable Double value = moment.sample(leaves, bucket.toMillis() - 1, zone);
            samples.add(new Figure.Sample(bucket.fromMillis(), value));
        }
        return samples;
    }

    /** The events behind a figure are many: who wants them asks for a page. */
    public static List<Position> page(List<Position> events, @Nullable Position after, int limit) {
        return events.stream()
                .filter(event -> after == null || event.isAfter(after))
                .limit(limit)
                .toList();
    }
}
