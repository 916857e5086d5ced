package dev.herald.journal;

import dev.herald.event.Position;

/**
 * Where a reader begins who asks for what follows a position.
 *
 * @param from everything after this is there; the position asked for when that is so
 * @param isWhole whether nothing is missing between the position asked for and {@code from}
 */
public record Start(Position from, boolean isWhole) {}
