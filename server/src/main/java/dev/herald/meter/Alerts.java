package dev.herald.meter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What of the server itself somebody should know: each opens above one threshold and closes below another, so that a
 * value that swings around one of them does not flap. Seen on {@code /metrics} as {@code herald.alert} by name, 1 while it
 * is open. Any thread.
 */
public final class Alerts {
    /** Closed ones that are remembered; the oldest go. */
    static final int CLOSED_MAX = 100;

    private final MeterRegistry meters;
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private final ArrayDeque<Alert> closed = new ArrayDeque<>();

    public Alerts(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * One that is or was open.
     *
     * @param message what is so, with the figure it was opened with, and what to do
     * @param value the figure it was opened with
     * @param openedMillis epoch milliseconds
     * @param closedMillis null while it is open
     */
    public record Alert(
            String name,
            String message,
            double value,
            long openedMillis,
            @Nullable Long closedMillis) {}

    /**
     * What is looked at.
     *
     * @param name such as {@code connections}
     * @param opens it opens when the value is above this
     * @param closes it closes when the value is at or below this
     * @param message with {@code %s} for the figure
     * @param unit how the figure is written, such as {@code %.0f %%}
     * @param scale by which the value is multiplied before it is written
     */
    public record Condition(String name, double opens, double closes, String message, String unit, double scale) {
        public Condition {
            if (closes > opens) {
                throw new IllegalArgumentException(name + " would close before it opens");
            }
        }
    }

    private static final class Watched {
        private final Condition condition;
        private final DoubleSupplier value;
        private volatile @Nullable Alert open;

        Watched(Condition condition, DoubleSupplier value) {
            this.condition = condition;
            this.value = value;
        }
    }

    /** @param value may be NaN while it is not known: then all stays as it is */
    public synchronized void watch(Condition condition, DoubleSupplier value) {
        Watched one = new Watched(condition, value);
        watched.put(condition.name(), one);
        Gauge.builder("herald.alert", one, Alerts::isOpen)
                .tag("name", condition.name())
                .description("1 while the alert is open")
                .register(meters);
    }

    private static double isOpen(Watched one) {
        return one.open == null ? 0 : 1;
    }

    /** Looks at all values now; answers what has opened or closed. Blocks as long as the values do, and holds up nobody. */
    public List<Alert> look(long nowMillis) {
        List<Alert> changed = new ArrayList<>(0);
        for (Watched one : watched()) {
            judge(one, one.value.getAsDouble(), nowMillis).ifPresent(changed::add);
        }
        return changed;
    }

    private synchronized List<Watched> watched() {
        return List.copyOf(watched.values());
    }

    private synchronized Optional<Alert> judge(Watched one, double value, long nowMillis) {
        Alert open = one.open;
        if (open == null && value > one.condition.opens()) {
            String figure = String.format(Locale.ROOT, one.condition.unit(), value * one.condition.scale());
            one.open =
                    new Alert(one.condition.name(), one.condition.message().formatted(figure), value, nowMillis, null);
            return Optional.of(one.open);
        }
        if (open != null && value <= one.condition.closes()) {
            Alert ended = new Alert(open.name(), open.message(), open.value(), open.openedMillis(), nowMillis);
            one.open = null;
            closed.add(ended);
            if (closed.size() > CLOSED_MAX) {
                closed.removeFirst();
            }
            return Optional.of(ended);
        }
        return Optional.empty();
    }

    /** Those that are open, and those that were, the oldest first. */
    public synchronized List<Alert> all() {
        List<Alert> all = new ArrayList<>(closed);
        for (Watched one : watched.values()) {
            if (one.open != null) {
                all.add(one.open);
            }
        }
        return all;
    }
}
