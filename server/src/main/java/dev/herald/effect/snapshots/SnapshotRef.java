package dev.herald.effect.snapshots;

import java.time.Instant;

/**
 * A branch's newest snapshot.
 *
 * @param branch without {@code refs/heads/}; for what was kept while none was checked out, the work
 *     tree's name for that: {@link dev.herald.git.Repository#detachedName}
 * @param tip the commit's hash
 * @param at its moment
 */
public record SnapshotRef(String branch, String tip, Instant at) {
    static final String PREFIX = "refs/herald/";

    static String name(String branch) {
        return PREFIX + branch;
    }
}
