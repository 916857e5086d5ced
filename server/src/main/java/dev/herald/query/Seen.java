package dev.herald.query;

import dev.herald.event.Position;
import java.util.function.Function;

/**
 * An answer of the folds, with the moment that it is true of.
 *
 * @param asOf the newest event of the whole journal that went in
 * @param atMillis what was due up to then has passed; the clock's, of the past that event's
 * @param isPartial whether events are missing that were trimmed or damaged before they were folded
 */
public record Seen<T>(T value, Position asOf, long atMillis, boolean isPartial) {
    /** What was made of it, as of the same moment. */
    public <R> Seen<R> with(R other) {
        return new Seen<>(other, asOf, atMillis, isPartial);
    }

    public <R> Seen<R> map(Function<? super T, ? extends R> made) {
        return with(made.apply(value));
    }

    /** What happened before this is not known, epoch milliseconds; 0 where all is. */
    long knownFromMillis() {
        return isPartial ? Long.MAX_VALUE : 0;
    }
}
