/**
 * The contract of the one ordered durable log: append, read, find, trim, listen, snapshots. Engines live in the rooms
 * below and are named only by the wiring.
 *
 * <p>Threads: {@code append} and {@code trim} belong to the journal's writer; reads run on any thread that may block.
 */
@NullMarked
package dev.herald.journal;

import org.jspecify.annotations.NullMarked;
