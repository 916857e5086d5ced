package dev.herald.journal;

import java.util.function.BooleanSupplier;

/**
 * How much one read may cost. What is found when one of the limits is reached is answered; the rest is for the next read.
 *
 * @param eventsMax so many events, at least 1
 * @param bytesMax a read ends with the event that reaches so many bytes of JSON
 * @param millisMax it ends after about so long, with what it has found
 * @param isGone asked now and then on the reading thread: whether nobody waits for the answer any more
 */
public record Budget(int eventsMax, long bytesMax, long millisMax, BooleanSupplier isGone) {
    public Budget {
        if (eventsMax < 1 || millisMax < 1) {
            throw new IllegalArgumentException("a read is for at least one event and one millisecond");
        }
    }

    public static Budget of(int eventsMax, long bytesMax, long millisMax) {
        return new Budget(eventsMax, bytesMax, millisMax, () -> false);
    }

    Budget until(BooleanSupplier gone) {
        return new Budget(eventsMax, bytesMax, millisMax, gone);
    }
}
