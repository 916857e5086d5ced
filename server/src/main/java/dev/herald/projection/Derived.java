package dev.herald.projection;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event, and is an event itself.
 *
 * @param key the same for the same fact on each instance and at each replay, such as {@code progress:p:1763-0}
 * @param cause the event that it follows from
 * @param project whose it is
 * @param unchangedSince it holds only while the last event of what it changes is still this one: when another has come
 *     since, it is not published, and the fold that meets that event derives it again under the same key, or does not.
 *     Null for what holds anyway
 */
public record Derived(
        String key,
        Position cause,
        ProjectId project,
        Payload payload,
        @Nullable Position unchangedSince) {
    /** One that holds whatever has come since. */
    public Derived(String key, Position cause, ProjectId project, Payload payload) {
        this(key, cause, project, payload, null);
    }
}
