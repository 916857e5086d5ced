package dev.herald.effect.snapshots;

/**
 * A line of a list.
 *
 * @param extent against the snapshot before, or what was checked out at the first one
 */
public record ListedSnapshot(Snapshot snapshot, String branch, Extent extent) {}
