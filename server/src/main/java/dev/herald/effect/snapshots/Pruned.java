package dev.herald.effect.snapshots;

/**
 * What became of a branch's snapshots.
 *
 * @param removed how many went, or would go
 * @param kept how many stay; where some went they have new ids, for an id speaks of all that came before
 */
public record Pruned(String branch, int removed, int kept) {}
