package dev.herald.command;

import dev.herald.event.Position;

/**
 * What a command shows when it is done.
 *
 * @param value immutable
 * @param asOf the newest event that was folded then
 * @param atMillis the moment as of which it is, epoch milliseconds
 */
public record Seen<A>(A value, Position asOf, long atMillis) {}
