package dev.herald.effect.snapshots;

/**
 * How much differs between two trees; a renamed file counts once, a binary one adds no lines.
 *
 * @param files -1 where it is not known, for something of them is not here
 * @param insertions lines; -1 where it is not known
 * @param deletions lines; -1 where it is not known
 */
public record Extent(int files, long insertions, long deletions) {
    static final Extent NONE = new Extent(0, 0, 0);
    static final Extent UNKNOWN = new Extent(-1, -1, -1);

    /** Whether the number of files is known. */
    public boolean isKnown() {
        return files >= 0;
    }

    /** Whether the numbers of lines are known. */
    public boolean isCounted() {
        return insertions >= 0;
    }
}
