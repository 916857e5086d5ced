package dev.herald.projection.health;

import dev.herald.projection.flow.FlowFigures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a project does: the weighted mean of the components that have data.
 *
 * @param value 0 to 100; null where none of them has data
 * @param components all five, in their order
 */
public record ProjectHealth(@Nullable Double value, List<Component> components) {
    private static final double HEALTHY_MIN = 80;
    private static final double WARNING_MIN = 60;

    /** In a word. */
    public enum Status {
        HEALTHY,
        WARNING,
        CRITICAL;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ProjectHealth {
        components = List.copyOf(components);
    }

    public static ProjectHealth of(Known known) {
        return of(known, new FlowFigures(known.work(), known.atMillis(), 0));
    }

    /** @param figures of the same tasks and moment, which somebody has made already */
    public static ProjectHealth of(Known known, FlowFigures figures) {
        List<Component> components = List.of(
                Parts.schedule(known),
                Parts.flow(known, figures),
                Parts.risk(known),
                Parts.delivery(known),
                Parts.activity(known));
        double sum = 0;
        int weights = 0;
        for (Component one : components) {
            if (one.value() != null) {
                sum += one.weight() * one.value();
                weights += one.weight();
            }
        }
        return new ProjectHealth(weights == 0 ? null : (Double) (sum / weights), components);
    }

    /** How many components have data. */
    public int n() {
        return (int) components.stream().filter(one -> one.value() != null).count();
    }

    /** From 80 healthy, from 60 warning, else critical; null where there is no value. */
    public @Nullable Status status() {
        return value == null ? null : status(value);
    }

    public static Status status(double value) {
        if (value >= HEALTHY_MIN) {
            return Status.HEALTHY;
        }
        return value >= WARNING_MIN ? Status.WARNING : Status.CRITICAL;
    }
}
