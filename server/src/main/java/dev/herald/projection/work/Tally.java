package dev.herald.projection.work;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a project's leaves, kept up with each change: 100 times the weight of those done, by the weight of those
 * not cancelled. A leaf weighs its estimate where each has one above 0, else 1. One thread.
 */
final class Tally {
    /** What stays of a sum when as much was taken away as was added; no estimate is so small that it matters. */
    private static final double NOTHING = 1e-9;

    private int total;
    private int completed;
    private int estimated;
    private double weight;
    private double done;

    /**
     * Progress at one moment.
     *
     * @param percentage 0 to 100; null where there is no leaf that is not cancelled
     */
    record Progress(@Nullable Double percentage, int completed, int total) {
        /** Whether it shows the same: sums that were made in another order may differ in their last digits. */
        boolean isSame(Progress other) {
            boolean isClose = percentage == null || other.percentage == null
                    ? percentage == null && other.percentage == null
                    : Math.abs(percentage - other.percentage) < NOTHING;
            return isClose && completed == other.completed && total == other.total;
        }
    }

    void add(Task leaf) {
        count(leaf, 1);
    }

    void remove(Task leaf) {
        count(leaf, -1);
    }

    private void count(Task leaf, int sign) {
        if (leaf.status() == Status.CANCELLED) {
            return;
        }
        boolean isDone = leaf.status() == Status.DONE;
        Double estimate = leaf.estimate();
        total += sign;
        completed += isDone ? sign : 0;
        if (estimate != null && estimate > 0) {
            estimated += sign;
            weight += sign * estimate;
            done += isDone ? sign * estimate : 0;
        }
        if (estimated == 0) {
            weight = 0;
            done = 0;
        }
    }

    double weight() {
        return weight;
    }

    double done() {
        return done;
    }

    /** The sums as they were written down: made in another order, they might differ in their last digits. */
    void restore(double weightThen, double doneThen) {
        weight = weightThen;
        done = doneThen;
    }

    Progress progress() {
        if (total == 0) {
            return new Progress(null, 0, 0);
        }
        if (completed == 0 || completed == total) {
            return new Progress(completed == 0 ? 0.0 : 100.0, completed, total);
        }
        double share = estimated == total ? done / weight : (double) completed / total;
        return new Progress(Math.clamp(100 * share, 0, 100), completed, total);
    }
}
