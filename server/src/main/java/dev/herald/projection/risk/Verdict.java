package dev.herald.projection.risk;

import dev.herald.projection.Projection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of its subject at a moment.
 *
 * @param severity null where the risk is not there, or no longer
 * @param message for people
 * @param evidence the figures that it rests on
 * @param nextMillis the first later moment at which it may say otherwise though no event has come; {@link
 *     Projection#NEVER} for none
 */
record Verdict(
        @Nullable Severity severity,
        String message,
        Map<String, ? extends @Nullable Object> evidence,
        long nextMillis) {
    static final Verdict NONE = none(Projection.NEVER);

    static Verdict none(long nextMillis) {
        return new Verdict(null, "", Map.of(), nextMillis);
    }
}
