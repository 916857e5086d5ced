package dev.herald.projection;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure, with how it was made.
 *
 * @param value null where it cannot be computed; then the reason says why
 * @param n how many things went in
 * @param fromMillis the window's start, which is not in it (epoch milliseconds)
 * @param toMillis the window's end, which is in it
 * @param reason why there is no value; null where there is one
 * @param isPartial whether the window reaches behind what is known
 */
public record Figure(
        FigureName name,
        @Nullable Double value,
        int n,
        long fromMillis,
        long toMillis,
        @Nullable String reason,
        boolean isPartial) {
    public Figure {
        if ((value == null) != (reason != null)) {
            throw new IllegalArgumentException(name + " has a value or a reason why it has none");
        }
    }

    /** One that was computed. */
    public static Figure of(FigureName name, double value, int n, Window window) {
        return new Figure(name, value, n, window.fromMillis(), window.toMillis(), null, false);
    }

    /** One that cannot be. */
    public static Figure none(FigureName name, String reason, int n, Window window) {
        return new Figure(name, null, n, window.fromMillis(), window.toMillis(), reason, false);
    }

    /** The same, of which it is known whether its window reaches behind what is known. */
    public Figure asPartial(boolean isSo) {
        return new Figure(name, value, n, fromMillis, toMillis, reason, isSo);
    }

    /** A value of a series; null where there was none. @param atMillis where its bucket begins */
    public record Sample(long atMillis, @Nullable Double value) {}

    /** One of the things that went in. @param id a task's, a pull request's, a run's */
    public record Point(long atMillis, double value, String id) {}

    /**
     * A figure with what it was made of.
     *
     * @param series one for each bucket of the window
     * @param points each thing that went in, for a scatter; empty where it makes no sense
     * @param events all that made it, oldest first, each once
     */
    public record Detail(Figure figure, List<Sample> series, List<Point> points, List<Position> events) {
        public Detail {
            series = List.copyOf(series);
            points = List.copyOf(points);
            events = List.copyOf(events);
        }
    }
}
