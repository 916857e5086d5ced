package dev.herald.projection.risk;

import dev.herald.projection.Projection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When each subject is to be looked at again though no event has come. One thread. */
final class Alarms {
    private final TreeMap<Long, Set<Subject>> byMoment = new TreeMap<>();
    private final Map<Subject, Long> moments = new HashMap<>();

    /** In place of when it was set for before. @param atMillis {@link Projection#NEVER} for not at all */
    void set(Subject subject, long atMillis) {
        Long before = atMillis == Projection.NEVER ? moments.remove(subject) : moments.put(subject, atMillis);
        if (before != null && before == atMillis) {
            return;
        }
        forget(subject, before);
        if (atMillis != Projection.NEVER) {
            byMoment.computeIfAbsent(atMillis, any -> new LinkedHashSet<>(2)).add(subject);
        }
    }

    private void forget(Subject subject, @Nullable Long before) {
        Set<Subject> together = before == null ? null : byMoment.get(before);
        if (together != null && before != null) {
            together.remove(subject);
            if (together.isEmpty()) {
                byMoment.remove(before);
            }
        }
    }

    /** {@link Projection#NEVER} where it is not set. */
    long of(Subject subject) {
        return moments.getOrDefault(subject, Projection.NEVER);
    }

    long nextMillis() {
        return byMoment.isEmpty() ? Projection.NEVER : byMoment.firstKey();
    }

    /** Those whose moment has come, which are not set any more; in an order that does not depend on when each was set. */
    List<Subject> take(long atMillis) {
        List<Subject> due = new ArrayList<>();
        while (!byMoment.isEmpty() && byMoment.firstKey() <= atMillis) {
            Set<Subject> together = byMoment.pollFirstEntry().getValue();
            together.forEach(moments::remove);
            due.addAll(together);
        }
        Collections.sort(due);
        return due;
    }
}
