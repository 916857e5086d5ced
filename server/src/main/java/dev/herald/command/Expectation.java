package dev.herald.command;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which version a caller had in mind.
 *
 * @param versions any of these; empty where any is right that is there
 */
public record Expectation(Set<Long> versions, boolean isAny) {
    /** The last one who writes wins. */
    public static final Expectation NONE = new Expectation(Set.of(), true);

    public Expectation {
        versions = Set.copyOf(versions);
    }

    /** Why it does not hold; null where it does. */
    @Nullable
    Denial denial(String what, Object current, long version) {
        return isAny || versions.contains(version)
                ? null
                : new Denial.Outdated(
                        what + " is at version " + version + " by now: look at it as it is, and decide again",
                        current,
                        version);
    }
}
