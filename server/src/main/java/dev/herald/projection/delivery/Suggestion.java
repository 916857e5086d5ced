package dev.herald.projection.delivery;

import dev.herald.event.Position;
import dev.herald.projection.Members;
import org.jspecify.annotations.Nullable;

/**
 * What an AI suggested, after an event. Immutable.
 *
 * @param status open, accepted or dismissed
 * @param decidedBy who accepted or dismissed it, or null
 * @param said all that was said of it
 */
public record Suggestion(
        String id, String status, @Nullable String decidedBy, Members said, Position made, Position changed) {}
