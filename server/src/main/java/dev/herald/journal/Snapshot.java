package dev.herald.journal;

import dev.herald.event.Position;

/**
 * A projection's state as of a position. Nobody writes to the bytes.
 *
 * @param version of the state's form
 */
public record Snapshot(int version, Position position, byte[] state) {}
