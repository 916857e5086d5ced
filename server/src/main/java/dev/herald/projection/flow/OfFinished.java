package dev.herald.projection.flow;

import dev.herald.event.Position;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Percentiles;
import dev.herald.projection.Window;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.TaskHistory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures of what was finished in a window, a row each. */
enum OfFinished {
    THROUGHPUT(FigureName.THROUGHPUT, (done, days) -> Value.of(done.n()), null, Leaves::end),
    VELOCITY(FigureName.VELOCITY, OfFinished::velocity, null, Leaves::end),
    CYCLE_TIME_P50(FigureName.CYCLE_TIME_P50, low(Leaf::cycleTime), Leaf::cycleTime, Leaves::cycle),
    CYCLE_TIME_P85(FigureName.CYCLE_TIME_P85, high(Leaf::cycleTime, Percentiles::p85), Leaf::cycleTime, Leaves::cycle),
    CYCLE_TIME_P95(FigureName.CYCLE_TIME_P95, high(Leaf::cycleTime, Percentiles::p95), Leaf::cycleTime, Leaves::cycle),
    LEAD_TIME_P50(FigureName.LEAD_TIME_P50, low(Leaf::leadTime), Leaf::leadTime, Leaves::lead),
    LEAD_TIME_P85(FigureName.LEAD_TIME_P85, high(Leaf::leadTime, Percentiles::p85), Leaf::leadTime, Leaves::lead),
    LEAD_TIME_P95(FigureName.LEAD_TIME_P95, high(Leaf::leadTime, Percentiles::p95), Leaf::leadTime, Leaves::lead),
    BLOCKED_SHARE(FigureName.BLOCKED_SHARE, OfFinished::blockedShare, Leaf::blockedTime, Leaves::blocked),
    REOPENED_SHARE(FigureName.REOPENED_SHARE, OfFinished::reopenedShare, null, Leaves::done),
    SERVICE_LEVEL_EXPECTATION(
            FigureName.SERVICE_LEVEL_EXPECTATION,
            high(Leaf::cycleTime, Percentiles::p85),
            Leaf::cycleTime,
            Leaves::cycle);

    private static final String NONE = "no task was finished in this window";
    private static final Map<FigureName, OfFinished> BY_NAME = new EnumMap<>(FigureName.class);

    static {
        for (OfFinished row : values()) {
            BY_NAME.put(row.name, row);
        }
    }

    private final FigureName name;
    private final Formula formula;
    private final @Nullable ToDoubleFunction<Leaf> point;
    private final Function<Leaf, Stream<Position>> events;

    OfFinished(
            FigureName name,
            Formula formula,
            @Nullable ToDoubleFunction<Leaf> point,
            Function<Leaf, Stream<Position>> events) {
        this.name = name;
        this.formula = formula;
        this.point = point;
        this.events = events;
    }

    /** A number, or the reason why there is none. */
    private record Value(@Nullable Double number, @Nullable String reason) {
        static Value of(double number) {
            return new Value(number, null);
        }

        static Value none(String reason) {
            return new Value(null, reason);
        }
    }

    private interface Formula {
        /** @param days what a rate a day divides by */
        Value of(Finished done, double days);
    }

    static @Nullable OfFinished row(FigureName name) {
        return BY_NAME.get(name);
    }

    Figure figure(Finished done, Window window) {
        Value value = formula.of(done, window.timeframe().days());
        return value.number() == null
                ? Figure.none(name, Objects.requireNonNull(value.reason()), done.n(), window)
                : Figure.of(name, value.number(), done.n(), window);
    }

    /** The same of a part of the window that is one day long, or one hour. */
    @Nullable
    Double sample(Finished part, double days) {
        return formula.of(part, days).number();
    }

    List<Figure.Point> points(Finished done) {
        ToDoubleFunction<Leaf> of = point;
        if (of == null) {
            return List.of();
        }
        return done.leaves().stream()
                .map(leaf -> new Figure.Point(
                        Finished.end(leaf).epochMillis(),
                        of.applyAsDouble(leaf),
                        leaf.task().id()))
                .toList();
    }

    List<Position> events(Finished done) {
        return done.leaves().stream().flatMap(events).distinct().sorted().toList();
    }

    private static Value velocity(Finished done, double days) {
        Double points = done.points();
        return points == null
                ? Value.none("not every task that was finished in this window has an estimate")
                : Value.of(points / days);
    }

    private static Value blockedShare(Finished done, double days) {
        double cycle = done.sum(Leaf::cycleTime);
        if (done.n() == 0) {
            return Value.none(NONE);
        }
        return cycle == 0
                ? Value.none("the tasks that were finished in this window took no time")
                : Value.of(done.sum(Leaf::blockedTime) / cycle);
    }

    private static Value reopenedShare(Finished done, double days) {
        return done.n() == 0 ? Value.none(NONE) : Value.of(done.sum(leaf -> leaf.wasReopened() ? 1 : 0) / done.n());
    }

    private static Formula low(ToDoubleFunction<Leaf> of) {
        return (done, days) -> {
            Double p50 = done.percentiles(of).p50();
            return p50 == null ? Value.none(NONE) : Value.of(p50);
        };
    }

    private static Formula high(ToDoubleFunction<Leaf> of, Function<Percentiles, @Nullable Double> which) {
        return (done, days) -> {
            Double value = which.apply(done.percentiles(of));
            return value == null
                    ? Value.none("fewer than " + Percentiles.HIGH_MIN + " tasks were finished in this window")
                    : Value.of(value);
        };
    }

    /** Which events of a finished leaf made a figure. */
    private static final class Leaves {
        private Leaves() {}

        static Stream<Position> end(Leaf leaf) {
            return Stream.of(Finished.end(leaf));
        }

        static Stream<Position> cycle(Leaf leaf) {
            return Stream.concat(Stream.ofNullable(leaf.started()), end(leaf));
        }

        static Stream<Position> lead(Leaf leaf) {
            return Stream.concat(Stream.of(leaf.created()), end(leaf));
        }

        /** Where it was started, blocked, not blocked any more, and finished. */
        static Stream<Position> blocked(Leaf leaf) {
            TaskHistory history = leaf.task().history();
            Stream.Builder<Position> found = Stream.builder();
            for (int i = 0; i + 1 < history.size(); i++) {
                Status before = i == 0 ? null : history.status(i - 1);
                Status after = history.status(i + 1);
                if (history.status(i) == Status.BLOCKED && history.position(i).compareTo(leaf.created()) >= 0) {
                    // Another estimate or parent in between is neither.
                    if (before != Status.BLOCKED) {
                        found.add(history.position(i));
                    }
                    if (after != Status.BLOCKED) {
                        found.add(history.position(i + 1));
                    }
                }
            }
            return Stream.concat(cycle(leaf), found.build());
        }

        /** Each time that it was done. */
        static Stream<Position> done(Leaf leaf) {
            TaskHistory history = leaf.task().history();
            Stream.Builder<Position> found = Stream.builder();
            for (int i = 0; i < history.size(); i++) {
                boolean isNew = i == 0 || history.step(i - 1).status() != Status.DONE;
                if (isNew
                        && history.step(i).status() == Status.DONE
                        && history.step(i).at().compareTo(leaf.created()) >= 0) {
                    found.add(history.step(i).at());
                }
            }
            return found.build();
        }
    }
}
