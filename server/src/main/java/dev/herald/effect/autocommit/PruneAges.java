package dev.herald.effect.autocommit;

/**
 * How long snapshots are kept.
 *
 * @param millisMax older ones are pruned; {@link Long#MAX_VALUE} for none
 * @param countMax so many of a branch stay, the newest
 */
public record PruneAges(long millisMax, long countMax) {
    public PruneAges {
        if (millisMax <= 0 || countMax <= 0) {
            throw new IllegalArgumentException("what is kept of snapshots is above 0");
        }
    }
}
