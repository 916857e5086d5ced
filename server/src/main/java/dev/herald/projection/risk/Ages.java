package dev.herald.projection.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The work in progress by when it was started, apart by how bad its age is known to be: so that a threshold that moves
 * costs only those that it passes. One thread.
 */
final class Ages {
    private static final Comparator<Started> OLDEST_FIRST =
            Comparator.comparingLong(Started::millis).thenComparing(Started::id);

    private record Started(String id, long millis) {}

    private record Placed(Started started, TreeSet<Started> in) {}

    private final Map<String, Placed> tasks = new HashMap<>();
    private final TreeSet<Started> young = new TreeSet<>(OLDEST_FIRST);
    private final TreeSet<Started> medium = new TreeSet<>(OLDEST_FIRST);
    private final TreeSet<Started> high = new TreeSet<>(OLDEST_FIRST);

    /** @param known how bad the risk is that is open; null for none */
    void put(String id, long startedMillis, @Nullable Severity known) {
        remove(id);
        TreeSet<Started> in = young;
        if (known != null) {
            in = known == Severity.MEDIUM ? medium : high;
        }
        Placed placed = new Placed(new Started(id, startedMillis), in);
        tasks.put(id, placed);
        in.add(placed.started());
    }

    void remove(String id) {
        Placed before = tasks.remove(id);
        if (before != null) {
            before.in().remove(before.started());
        }
    }

    /** Null where the task is not in progress. */
    @Nullable
    Long started(String id) {
        Placed placed = tasks.get(id);
        return placed == null ? null : placed.started().millis();
    }

    int size() {
        return tasks.size();
    }

    /** Those of which the rule says otherwise than what is known, with these thresholds in milliseconds. */
    List<String> toAsk(long atMillis, double p85, double p95) {
        List<String> ask = new ArrayList<>(0);
        young.headSet(edge(atMillis, p85)).forEach(one -> ask.add(one.id()));
        medium.headSet(edge(atMillis, p95)).forEach(one -> ask.add(one.id()));
        high.tailSet(edge(atMillis, p95)).forEach(one -> ask.add(one.id()));
        ask.sort(Comparator.naturalOrder());
        return ask;
    }

    /** What was started before is older than the threshold: its age is above it. */
    private static Started edge(long atMillis, double threshold) {
        return new Started("", atMillis - (long) Math.floor(threshold));
    }

    /** The first moment at which one of them passes a threshold; {@link Long#MAX_VALUE} for none. */
    long nextMillis(double p85, double p95) {
        long next = Long.MAX_VALUE;
        if (!young.isEmpty()) {
            next = Math.min(next, young.first().millis() + (long) Math.floor(p85) + 1);
        }
        if (!medium.isEmpty()) {
            next = Math.min(next, medium.first().millis() + (long) Math.floor(p95) + 1);
        }
        return next;
    }
}
