package dev.herald.projection.health;

import org.jspecify.annotations.Nullable;

/**
 * A part of a project's health.
 *
 * @param weight what it counts for among those that have data
 * @param value 0 to 100; null where there is no data
 * @param reason in a sentence: how it was made, or why it could not be
 */
public record Component(Name name, int weight, @Nullable Double value, String reason) {
    /** The parts, in the order in which they are told. */
    public enum Name {
        SCHEDULE(30),
        FLOW(20),
        RISK(20),
        DELIVERY(20),
        ACTIVITY(10);

        private final int weight;

        Name(int weight) {
            this.weight = weight;
        }
    }

    static Component of(Name name, double value, String reason) {
        return new Component(name, name.weight, Math.clamp(value, 0, 100), reason);
    }

    static Component none(Name name, String reason) {
        return new Component(name, name.weight, null, reason);
    }
}
