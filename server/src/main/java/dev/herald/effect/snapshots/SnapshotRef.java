package dev.herald.effect.snapshots;

import java.time.Instant;

/**
 * A branch's newest snapshot.
 *
 * @param branch without {@code refs/heads/}; {@value #DETACHED} for what was kept while no branch was checked out
 * @param tip the commit's hash
 * @param at its moment
 */
public record SnapshotRef(String branch, String tip, Instant at) {
    /** The branch of snapshots that were taken while none was checked out. */
    public static final String DETACHED = "HEAD";

    static final String PREFIX = "refs/herald/";

    static String name(String branch) {
        return PREFIX + branch;
    }
}
