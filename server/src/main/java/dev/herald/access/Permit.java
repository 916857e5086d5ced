package dev.herald.access;

/**
 * Whether a rate limit lets something through, and what is left of it.
 *
 * @param isGranted whether it was let through; if not, nothing was taken
 * @param policy the limit's name, such as {@code publish}
 * @param limit tokens that the bucket holds when full; 0 where nothing is limited
 * @param windowSeconds in which an empty bucket fills
 * @param remaining tokens left now
 * @param retryAfterMillis until this could be let through; 0 when it was
 */
public record Permit(
        boolean isGranted, String policy, long limit, long windowSeconds, long remaining, long retryAfterMillis) {
    /** Nothing is limited. */
    public static final Permit UNLIMITED = new Permit(true, "", 0, 0, Long.MAX_VALUE, 0);

    public boolean isLimited() {
        return limit > 0;
    }

    /** Whether so much at once is never let through, however long one waits. */
    public boolean isBeyond(long amount) {
        return isLimited() && amount > limit;
    }

    /** For {@code Retry-After}: whole seconds, at least 1. */
    public long retryAfterSeconds() {
        return Math.max(1, (retryAfterMillis + 999) / 1_000);
    }
}
