package dev.herald.journal;

import dev.herald.event.Position;

/**
 * What became of a draft.
 *
 * @param position of the event
 * @param isNew false when the idempotency key was known and the position is the first one's
 */
public record Appended(Position position, boolean isNew) {}
