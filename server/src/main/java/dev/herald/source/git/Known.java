package dev.herald.source.git;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What has been told: everything that can be reached from these commits.
 *
 * @param tips the branches when they were last looked at, full name to hash
 * @param former where branches stood before, the longest ago first: one that goes back there brings nothing new
 */
record Known(Map<String, String> tips, Set<String> former) {
    /** Most former tips remembered; the oldest are forgotten. */
    static final int FORMER_MAX = 1_000;

    static final Known NOTHING = new Known(Map.of(), Set.of());

    Known {
        tips = Collections.unmodifiableMap(new LinkedHashMap<>(tips));
        former = Collections.unmodifiableSet(new LinkedHashSet<>(former));
    }

    Set<String> hashes() {
        Set<String> all = new LinkedHashSet<>(tips.values());
        all.addAll(former);
        return all;
    }

    /** The same and what these branches reach. */
    Known with(Branches now) {
        LinkedHashSet<String> old = new LinkedHashSet<>(former);
        old.addAll(tips.values());
        old.removeAll(now.tips().values());
        while (old.size() > FORMER_MAX) {
            old.removeFirst();
        }
        return new Known(now.tips(), old);
    }

    /** Without commits that the repository does not have any more. */
    Known without(Collection<String> missing) {
        Map<String, String> left = new LinkedHashMap<>(tips);
        left.values().removeAll(missing);
        Set<String> old = new LinkedHashSet<>(former);
        old.removeAll(missing);
        return new Known(left, old);
    }
}
