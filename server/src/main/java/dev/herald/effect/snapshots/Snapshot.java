package dev.herald.effect.snapshots;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was there at one moment, as a commit.
 *
 * @param id the commit's whole hash
 * @param tree the hash of what it holds
 * @param parents as the package says; none where there was neither a snapshot nor a commit before
 * @param base the commit that was checked out, or null where there was none yet
 * @param at when; to the second
 * @param trigger why then: change, schedule or manual; empty where the commit does not say
 * @param position the last event before it, as its id; empty where the commit does not say
 * @param subject the message's first line
 * @param leftOut what it does not have as it was then
 */
public record Snapshot(
        String id,
        String tree,
        List<String> parents,
        @Nullable String base,
        Instant at,
        String trigger,
        String position,
        String subject,
        LeftOut leftOut) {
    public Snapshot {
        parents = List.copyOf(parents);
    }

    /** What it is listed against: the snapshot before, or what was checked out at the first one; null for neither. */
    @Nullable
    String before() {
        return parents.isEmpty() ? null : parents.getFirst();
    }

    /** Enough of the hash for most repositories. */
    public String shortId() {
        return id.substring(0, Math.min(id.length(), 10));
    }
}
