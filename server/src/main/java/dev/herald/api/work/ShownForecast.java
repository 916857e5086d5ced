package dev.herald.api.work;

import dev.herald.projection.forecast.Calibration;
import dev.herald.projection.forecast.Forecast;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A forecast as it is shown: the members of an answer, in their order. */
record ShownForecast(
        int remaining,
        @Nullable String p50,
        @Nullable String p85,
        @Nullable String p95,
        @Nullable String dueDate,
        @Nullable Double probability,
        @Nullable Growing withGrowth,
        List<Day> cone,
        Map<String, @Nullable Object> calibration,
        int n,
        @Nullable String reason) {
    record Growing(
            @Nullable String p50,
            @Nullable String p85,
            @Nullable String p95,
            @Nullable Double probability) {}

    record Day(String day, int p50, int p85, int p95) {}

    private static final Forecast.Dates NONE = new Forecast.Dates(null, null, null, null);

    static ShownForecast of(Forecast forecast, Calibration calibration) {
        Forecast.Dates dates = Objects.requireNonNullElse(forecast.dates(), NONE);
        Forecast.Dates growing = forecast.withGrowth();
        return new ShownForecast(
                forecast.remaining(),
                text(dates.p50()),
                text(dates.p85()),
                text(dates.p95()),
                text(forecast.dueDate()),
                dates.probability(),
                growing == null
                        ? null
                        : new Growing(
                                text(growing.p50()), text(growing.p85()), text(growing.p95()), growing.probability()),
                forecast.cone().stream()
                        .map(day -> new Day(day.day().toString(), day.p50(), day.p85(), day.p95()))
                        .toList(),
                of(calibration),
                forecast.n(),
                forecast.reason());
    }

    private static Map<String, @Nullable Object> of(Calibration calibration) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("n", calibration.n());
        shown.put("hit_50", calibration.hit50());
        shown.put("hit_85", calibration.hit85());
        shown.put("hit_95", calibration.hit95());
        return shown;
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}
