package dev.herald.hub;

import dev.herald.event.Position;

/**
 * How a session continues from the position it asked for.
 *
 * @param isComplete whether everything after it is still there
 * @param from the position after which events will be sent
 * @param oldestAvailable the oldest event kept, {@link Position#ORIGIN} when there is none
 */
public record Resume(boolean isComplete, Position from, Position oldestAvailable) {}
