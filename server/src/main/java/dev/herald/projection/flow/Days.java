package dev.herald.projection.flow;

import dev.herald.projection.work.Status;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many leaves were in each state at each of several moments, which come in order. */
final class Days {
    private final long[] moments;
    private final int[][] counts;

    private Days(long[] moments) {
        this.moments = moments;
        counts = new int[Status.values().length][moments.length];
    }

    static Days of(List<Leaf> leaves, long[] moments) {
        Days days = new Days(moments);
        for (Leaf leaf : leaves) {
            days.add(leaf);
        }
        return days;
    }

    int count(Status status, int index) {
        return counts[status.ordinal()][index];
    }

    /** Each step of its history counts from the first moment that does not lie before it to the next step's. */
    private void add(Leaf leaf) {
        int steps = leaf.task().history().size();
        long created = leaf.created().packed();
        for (int i = 0; i < steps; i++) {
            var step = leaf.task().history().step(i);
            if (step.at().packed() >= created && step.status() != null) {
                int from = firstFrom(step.at().epochMillis());
                int to = i + 1 < steps
                        ? firstFrom(leaf.task().history().step(i + 1).at().epochMillis())
                        : moments.length;
                count(step.status(), from, to);
            }
        }
    }

    private void count(@Nullable Status status, int from, int to) {
        if (status != null) {
            int[] of = counts[status.ordinal()];
            for (int i = from; i < to; i++) {
                of[i]++;
            }
        }
    }

    private int firstFrom(long millis) {
        int found = Arrays.binarySearch(moments, millis);
        return found >= 0 ? found : -found - 1;
    }
}
