package dev.herald.api.dashboard;

import dev.herald.event.Rfc3339;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.query.Seen;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a window with how they went: the members of an answer, in their order.
 *
 * @param trends a number for each bucket of the window that has one
 * @param reasons why a figure is null, by its name
 */
record Metrics(
        String timestamp,
        Map<String, @Nullable Object> metrics,
        Map<String, List<Double>> trends,
        Map<String, String> reasons) {
    /** Of several projects together these are sums. */
    static final Set<FigureName> ADDED = EnumSet.of(
            FigureName.THROUGHPUT,
            FigureName.VELOCITY,
            FigureName.WORK_IN_PROGRESS,
            FigureName.CANCELLED,
            FigureName.OVERDUE,
            FigureName.PULL_REQUESTS_OPEN,
            FigureName.COMMITS,
            FigureName.INSERTIONS,
            FigureName.DELETIONS,
            FigureName.RISK_POINTS);

    private static final String NO_MEANING =
            "of several projects together it has no meaning: ask for one with project_id";

    /** Of one project. @param details of each figure */
    static Metrics of(Seen<?> seen, List<Figure.Detail> details) {
        Metrics made = empty(seen);
        for (Figure.Detail detail : details) {
            Figure figure = detail.figure();
            made.put(figure.name(), figure.value(), figure.reason());
            made.trends.put(
                    figure.name().wireName(),
                    detail.series().stream()
                            .map(Figure.Sample::value)
                            .filter(Objects::nonNull)
                            .map(value -> Objects.requireNonNull(value))
                            .toList());
        }
        return made;
    }

    /** Of several together. @param projects of each project its figures */
    static Metrics together(Seen<?> seen, List<List<Figure>> projects) {
        Metrics made = empty(seen);
        for (FigureName name : FigureName.values()) {
            made.trends.put(name.wireName(), List.of());
            if (!ADDED.contains(name)) {
                made.put(name, null, NO_MEANING);
                continue;
            }
            List<Figure> of = new ArrayList<>();
            projects.forEach(figures ->
                    figures.stream().filter(figure -> figure.name() == name).forEach(of::add));
            Figure lacking = of.stream()
                    .filter(figure -> figure.value() == null)
                    .findFirst()
                    .orElse(null);
            if (of.isEmpty()) {
                made.put(name, null, "there is no project");
            } else if (lacking != null) {
                made.put(name, null, lacking.reason());
            } else {
                made.put(
                        name,
                        of.stream()
                                .mapToDouble(figure -> Objects.requireNonNull(figure.value()))
                                .sum(),
                        null);
            }
        }
        return made;
    }

    private static Metrics empty(Seen<?> seen) {
        return new Metrics(
                Rfc3339.text(seen.atMillis()), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private void put(FigureName name, @Nullable Double value, @Nullable String reason) {
        metrics.put(name.wireName(), value);
        if (reason != null) {
            reasons.put(name.wireName(), reason);
        }
    }
}
