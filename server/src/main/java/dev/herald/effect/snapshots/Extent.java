package dev.herald.effect.snapshots;

/** How much differs between two trees; a renamed file counts once, a binary one adds no lines. */
public record Extent(int files, long insertions, long deletions) {
    static final Extent NONE = new Extent(0, 0, 0);
}
