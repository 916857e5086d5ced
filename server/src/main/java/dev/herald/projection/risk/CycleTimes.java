package dev.herald.projection.risk;

import dev.herald.projection.Percentiles;
import dev.herald.projection.Projection;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The leaves that were finished in the last 90 days, by when, and their cycle times in order. What one change costs does
 * not grow with the number of tasks, but for moving some memory. One thread.
 */
final class CycleTimes {
    private static final int DAYS = 90;

    private record Done(long atMillis, double seconds, long leavesMillis) {}

    private final Map<String, Done> done = new HashMap<>();
    /** When each leaves the window, with its cycle time. */
    private final TreeMap<Long, Map<String, Double>> leaving = new TreeMap<>();

    private double[] sorted = new double[16];
    private int size;
    /** When each was finished, in order; also those that have left the window of cycle times, for 42 days. */
    private long[] finished = new long[16];

    private int finishedSize;

    /** @param id of a leaf that is finished now; what was known of it is forgotten first */
    void add(String id, long atMillis, double seconds, ZoneId zone) {
        remove(id);
        long leaves = leaves(atMillis, zone);
        done.put(id, new Done(atMillis, seconds, leaves));
        int place = Arrays.binarySearch(finished, 0, finishedSize, atMillis);
        place = place < 0 ? -place - 1 : place;
        if (finishedSize == finished.length) {
            finished = Arrays.copyOf(finished, finishedSize * 2);
        }
        System.arraycopy(finished, place, finished, place + 1, finishedSize - place);
        finished[place] = atMillis;
        finishedSize++;
        insert(seconds);
        leaving.computeIfAbsent(leaves, any -> new HashMap<>(2)).put(id, seconds);
    }

    /** The window (from, to] holds it while {@code at - 90 calendar days < finished}. */
    private static long leaves(long atMillis, ZoneId zone) {
        return Instant.ofEpochMilli(atMillis)
                .atZone(zone)
                .plusDays(DAYS)
                .toInstant()
                .toEpochMilli();
    }

    /** Whether it was there. */
    boolean remove(String id) {
        Done before = done.remove(id);
        if (before == null) {
            return false;
        }
        int place = Arrays.binarySearch(finished, 0, finishedSize, before.atMillis());
        System.arraycopy(finished, place + 1, finished, place, finishedSize - place - 1);
        finishedSize--;
        Map<String, Double> together = leaving.get(before.leavesMillis());
        if (together != null && together.remove(id) != null) {
            take(before.seconds());
            if (together.isEmpty()) {
                leaving.remove(before.leavesMillis());
            }
        }
        return true;
    }

    /** Forgets the cycle times that have left the window by then; answers whether any has. */
    boolean passTo(long atMillis) {
        boolean isChanged = false;
        while (!leaving.isEmpty() && leaving.firstKey() <= atMillis) {
            leaving.pollFirstEntry().getValue().values().forEach(this::take);
            isChanged = true;
        }
        return isChanged;
    }

    /** When the next leaves the window. */
    long nextMillis() {
        return leaving.isEmpty() ? Projection.NEVER : leaving.firstKey();
    }

    int size() {
        return size;
    }

    /** @param share 0 to 1; there is at least one */
    double percentile(double share) {
        return Percentiles.at(sorted, size, share);
    }

    /** How many were finished in {@code (from, to]}. */
    int finishedIn(long fromMillis, long toMillis) {
        return upTo(toMillis) - upTo(fromMillis);
    }

    /** The first that was finished after the moment; {@link Projection#NEVER} for none. */
    long firstAfter(long millis) {
        int place = upTo(millis);
        return place == finishedSize ? Projection.NEVER : finished[place];
    }

    private int upTo(long millis) {
        int place = Arrays.binarySearch(finished, 0, finishedSize, millis);
        if (place < 0) {
            return -place - 1;
        }
        while (place < finishedSize && finished[place] == millis) {
            place++;
        }
        return place;
    }

    private void insert(double seconds) {
        int place = Arrays.binarySearch(sorted, 0, size, seconds);
        place = place < 0 ? -place - 1 : place;
        if (size == sorted.length) {
            sorted = Arrays.copyOf(sorted, size * 2);
        }
        System.arraycopy(sorted, place, sorted, place + 1, size - place);
        sorted[place] = seconds;
        size++;
    }

    private void take(double seconds) {
        int place = Arrays.binarySearch(sorted, 0, size, seconds);
        System.arraycopy(sorted, place + 1, sorted, place, size - place - 1);
        size--;
    }
}
