package dev.herald.access;

/** What one caller may do of one kind, as a token bucket. Any thread; never blocks. */
@FunctionalInterface
public interface Allowance {
    Allowance UNLIMITED = amount -> Permit.UNLIMITED;

    /**
     * Takes so many tokens, or none. An amount above the bucket's size is never let through ({@link
     * Permit#isBeyond}); 0 takes nothing and tells whether one could be taken.
     */
    Permit take(long amount);
}
