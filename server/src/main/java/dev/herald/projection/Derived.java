package dev.herald.projection;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.Payload;

/**
 * What follows from an event, and is an event itself.
 *
 * @param key the same for the same fact on each instance and at each replay, such as {@code progress:p:1763-0}
 * @param cause the event that it follows from
 * @param project whose it is
 */
public record Derived(String key, Position cause, ProjectId project, Payload payload) {}
