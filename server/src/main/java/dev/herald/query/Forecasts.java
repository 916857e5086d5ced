package dev.herald.query;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.forecast.Calibration;
import dev.herald.projection.forecast.Forecast;
import dev.herald.projection.work.ProjectWork;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Forecasts and calibrations, the newest of which are kept: a forecast as of a position is the same all day, and a
 * calibration is until a task changes. Any thread; two who ask for the same at once may both compute it.
 */
public final class Forecasts {
    /** So many of each kind are kept. */
    static final int KEPT_MAX = 64;

    private final Map<Asked, Forecast> forecasts = new LinkedHashMap<>();
    private final Map<Calibrated, Calibration> calibrations = new LinkedHashMap<>();

    private record Asked(ProjectId project, Position asOf, LocalDate day) {}

    /** Of these tasks, which are the same value until one of them changes. */
    private record Calibrated(ProjectWork work, LocalDate day) {}

    public Forecast forecast(ProjectWork work, Position asOf, long atMillis) {
        Asked asked = new Asked(work.project().id(), asOf, day(work, atMillis));
        return kept(forecasts, asked, () -> Forecast.of(work, atMillis, asOf.packed()));
    }

    public Calibration calibration(ProjectWork work, long atMillis) {
        Calibrated asked = new Calibrated(work, day(work, atMillis));
        return kept(calibrations, asked, () -> Calibration.of(work, work.deleted(), atMillis));
    }

    private static LocalDate day(ProjectWork work, long atMillis) {
        return Instant.ofEpochMilli(atMillis).atZone(work.project().zone()).toLocalDate();
    }

    private static <K, V> V kept(Map<K, V> in, K key, Supplier<V> making) {
        synchronized (in) {
            V known = in.remove(key);
            if (known != null) {
                in.put(key, known);
                return known;
            }
        }
        V made = making.get();
        synchronized (in) {
            in.put(key, made);
            if (in.size() > KEPT_MAX) {
                in.remove(in.keySet().iterator().next());
            }
        }
        return made;
    }
}
