package dev.herald.projection.work;

import org.jspecify.annotations.Nullable;

/**
 * How much of the work is done, of the leaves as they are.
 *
 * @param percentage 0 to 100; null where there is no leaf that is not cancelled
 * @param completed how many leaves are done
 * @param total how many are not cancelled
 * @param isByEstimate whether a leaf weighs its estimate: each that counts has one above 0. Else each weighs 1
 */
public record Tally(@Nullable Double percentage, int completed, int total, boolean isByEstimate) {
    static final Tally NONE = new Tally(null, 0, 0, false);
}
