package dev.herald.effect.snapshots;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a branch's snapshots goes; the newest never does.
 *
 * @param before those of an earlier moment go; null for none by age
 * @param countMax of those that are left the newest so many stay, at least 1
 */
public record PruneRules(@Nullable Instant before, long countMax) {
    public PruneRules {
        if (countMax < 1) {
            throw new IllegalArgumentException("at least one snapshot of a branch stays, not " + countMax);
        }
    }

    /** How many of a chain, newest first, stay: all up to the last one that the rules keep. */
    int kept(java.util.List<Chain.Link> links) {
        int kept = links.size();
        if (before != null) {
            while (kept > 1 && links.get(kept - 1).snapshot().at().isBefore(before)) {
                kept--;
            }
        }
        return (int) Math.min(kept, countMax);
    }
}
