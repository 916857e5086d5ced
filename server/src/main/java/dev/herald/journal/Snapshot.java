package dev.herald.journal;

import dev.herald.event.Position;

/** A projection's state as of a position. Nobody writes to the bytes. */
public record Snapshot(Position position, byte[] state) {}
