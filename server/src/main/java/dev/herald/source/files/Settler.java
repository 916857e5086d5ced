package dev.herald.source.files;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits until each key is quiet, but not for ever: a key is due when nothing was heard of it for the quiet time, or when
 * the longest time has passed since it was first heard of. Time is given in; every step costs the same however many
 * wait.
 *
 * @param <K> what settles
 */
final class Settler<K> {
    private final long quietNanos;
    private final long maxNanos;
    private final int countMax;
    /** Oldest hint first: a key that is hinted again goes to the end. */
    private final LinkedHashMap<K, Pending> byLast = new LinkedHashMap<>();
    /** Oldest beginning first. */
    private final LinkedHashMap<K, Pending> byFirst = new LinkedHashMap<>();

    Settler(long quietNanos, long maxNanos, int countMax) {
        this.quietNanos = quietNanos;
        this.maxNanos = maxNanos;
        this.countMax = countMax;
    }

    /** Something was heard of the key. False when too many wait already and this one is not kept. */
    boolean hint(K key, long now) {
        Pending pending = byFirst.get(key);
        if (pending != null) {
            pending.last = now;
            byLast.putLast(key, pending);
            return true;
        }
        if (byFirst.size() >= countMax) {
            return false;
        }
        keep(key, now);
        return true;
    }

    /** The same, whatever waits: for keys whose number is bounded otherwise. */
    void insist(K key, long now) {
        if (byFirst.containsKey(key)) {
            hint(key, now);
        } else {
            keep(key, now);
        }
    }

    /** Takes out what is due, at most so many. */
    List<Due<K>> due(long now, int most) {
        List<Due<K>> due = new ArrayList<>();
        take(byLast, due, now, most);
        take(byFirst, due, now, most);
        return due;
    }

    /** Takes out everything, due or not. */
    List<Due<K>> all() {
        List<Due<K>> all =
                byFirst.keySet().stream().map(key -> new Due<>(key, true)).toList();
        byFirst.clear();
        byLast.clear();
        return all;
    }

    boolean contains(K key) {
        return byFirst.containsKey(key);
    }

    void remove(K key) {
        byFirst.remove(key);
        byLast.remove(key);
    }

    int size() {
        return byFirst.size();
    }

    /** Until the next key is due, at least 0; {@code Long.MAX_VALUE} when none waits. */
    long nanosUntilDue(long now) {
        if (byFirst.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long quiet = byLast.firstEntry().getValue().last + quietNanos - now;
        long longest = byFirst.firstEntry().getValue().first + maxNanos - now;
        return Math.max(0, Math.min(quiet, longest));
    }

    private void keep(K key, long now) {
        Pending pending = new Pending(now);
        byFirst.put(key, pending);
        byLast.put(key, pending);
    }

    private void take(Map<K, Pending> from, List<Due<K>> due, long now, int most) {
        Iterator<Map.Entry<K, Pending>> waiting = from.entrySet().iterator();
        while (due.size() < most && waiting.hasNext()) {
            Map.Entry<K, Pending> next = waiting.next();
            boolean isQuiet = now - next.getValue().last >= quietNanos;
            if (!isQuiet && now - next.getValue().first < maxNanos) {
                return;
            }
            due.add(new Due<>(next.getKey(), !isQuiet));
            waiting.remove();
            (from == byLast ? byFirst : byLast).remove(next.getKey());
        }
    }

    /** @param isForced whether it was still not quiet */
    record Due<K>(K key, boolean isForced) {}

    private static final class Pending {
        private final long first;
        private long last;

        private Pending(long now) {
            first = now;
            last = now;
        }
    }
}
