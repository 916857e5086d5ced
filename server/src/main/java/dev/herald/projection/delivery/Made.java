package dev.herald.projection.delivery;

import dev.herald.projection.FigureName;
import dev.herald.projection.Percentiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a figure is made of the entries in a window. */
enum Made {
    /** How many, a day. */
    RATE,
    COUNT,
    SUM,
    /** The mean of zeros and ones. */
    SHARE,
    P50,
    P85,
    /** How many different ids. */
    DISTINCT;

    private static final Map<FigureName, Made> ROWS = new HashMap<>(Map.ofEntries(
            Map.entry(FigureName.DEPLOYMENT_FREQUENCY, RATE),
            Map.entry(FigureName.CHANGE_LEAD_TIME_P50, P50),
            Map.entry(FigureName.CHANGE_FAIL_RATE, SHARE),
            Map.entry(FigureName.RECOVERY_TIME_P50, P50),
            Map.entry(FigureName.DEPLOYMENT_REWORK_RATE, SHARE),
            Map.entry(FigureName.PULL_REQUEST_FIRST_REVIEW_P50, P50),
            Map.entry(FigureName.PULL_REQUEST_FIRST_REVIEW_P85, P85),
            Map.entry(FigureName.PULL_REQUEST_MERGE_P50, P50),
            Map.entry(FigureName.PULL_REQUEST_MERGE_P85, P85),
            Map.entry(FigureName.WORKFLOW_SUCCESS_SHARE, SHARE),
            Map.entry(FigureName.WORKFLOW_DURATION_P50, P50),
            Map.entry(FigureName.WORKFLOW_DURATION_P85, P85),
            Map.entry(FigureName.COMMITS, COUNT),
            Map.entry(FigureName.INSERTIONS, SUM),
            Map.entry(FigureName.DELETIONS, SUM),
            Map.entry(FigureName.AUTHORS, DISTINCT)));

    static @Nullable Made of(FigureName name) {
        return ROWS.get(name);
    }

    /** @param days what a rate a day divides by @return null where there are too few */
    @Nullable
    Double value(List<Entry> entries, double days) {
        return switch (this) {
            case RATE -> entries.size() / days;
            case COUNT -> (double) entries.size();
            case SUM -> entries.stream().mapToDouble(Entry::value).sum();
            case SHARE ->
                entries.isEmpty()
                        ? null
                        : entries.stream().mapToDouble(Entry::value).sum() / entries.size();
            case P50 -> percentile(entries, Percentiles::p50);
            case P85 -> percentile(entries, Percentiles::p85);
            case DISTINCT -> (double) entries.stream().map(Entry::id).distinct().count();
        };
    }

    private static @Nullable Double percentile(List<Entry> entries, Function<Percentiles, @Nullable Double> which) {
        return which.apply(
                Percentiles.of(entries.stream().mapToDouble(Entry::value).toArray()));
    }
}
