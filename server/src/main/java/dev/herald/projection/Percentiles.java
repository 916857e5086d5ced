package dev.herald.projection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles by linear interpolation between the closest ranks: type 7 of Hyndman and Fan, what NumPy and spreadsheets
 * do. {@code p85} and {@code p95} want at least {@value #HIGH_MIN} values.
 *
 * @param p50 null where there is no value
 * @param p85 null where there are too few
 * @param p95 null where there are too few
 * @param n how many values there are
 */
public record Percentiles(
        @Nullable Double p50,
        @Nullable Double p85,
        @Nullable Double p95,
        int n) {
    public static final int HIGH_MIN = 5;
    public static final Percentiles NONE = new Percentiles(null, null, null, 0);

    /** Of values in any order, which stay as they are. */
    public static Percentiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(sorted);
    }

    public static Percentiles ofSorted(double[] sorted) {
        if (sorted.length == 0) {
            return NONE;
        }
        boolean isHigh = sorted.length >= HIGH_MIN;
        return new Percentiles(
                at(sorted, 0.5), isHigh ? at(sorted, 0.85) : null, isHigh ? at(sorted, 0.95) : null, sorted.length);
    }

    /** One percentile of values in order, of which there is at least one. @param share 0 to 1 */
    public static double at(double[] sorted, double share) {
        return at(sorted, sorted.length, share);
    }

    /** The same of the first so many. */
    public static double at(double[] sorted, int size, double share) {
        double rank = share * (size - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, size - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
