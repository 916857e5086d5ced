package dev.herald.api.work;

import dev.herald.event.Position;
import dev.herald.event.Rfc3339;
import dev.herald.projection.Figure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A figure as it is shown: the members of an answer, in their order. */
record ShownFigure(
        String name,
        @Nullable Double value,
        String unit,
        int n,
        String from,
        String to,
        String definition,
        @Nullable String reason,
        boolean isPartial) {
    record Sample(String at, @Nullable Double value) {
        static Sample of(Figure.Sample sample) {
            return new Sample(Rfc3339.text(sample.atMillis()), sample.value());
        }
    }

    record Point(String at, double value, String id) {
        static Point of(Figure.Point point) {
            return new Point(Rfc3339.text(Math.max(0, point.atMillis())), point.value(), point.id());
        }
    }

    /** What it was made of. @param events a page of them */
    record Made(
            List<Sample> series,
            List<Point> points,
            List<String> events,
            @Nullable String nextAfter) {
        static Made of(Figure.Detail detail, @Nullable Position after, int limit) {
            List<Position> left = detail.events().stream()
                    .filter(event -> after == null || event.isAfter(after))
                    .toList();
            List<Position> page = left.subList(0, Math.min(limit, left.size()));
            return new Made(
                    detail.series().stream().map(Sample::of).toList(),
                    detail.points().stream().map(Point::of).toList(),
                    page.stream().map(Position::toString).toList(),
                    page.size() < left.size() ? page.getLast().toString() : null);
        }
    }

    static ShownFigure of(Figure figure) {
        return new ShownFigure(
                figure.name().wireName(),
                figure.value(),
                figure.name().unit(),
                figure.n(),
                Rfc3339.text(figure.fromMillis()),
                Rfc3339.text(figure.toMillis()),
                figure.name().definition(),
                figure.reason(),
                figure.isPartial());
    }
}
