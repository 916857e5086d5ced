/**
 * The journal in memory: for tests, and for a server that need not remember. Durable means here: as long as the process.
 *
 * <p>Threads: as in the contract. This room never does IO.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>MemoryJournal
 *   <li>Counted
 * </ol>
 */
@NullMarked
package dev.herald.journal.memory;

import org.jspecify.annotations.NullMarked;
