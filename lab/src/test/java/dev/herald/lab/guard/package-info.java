/**
 * Tokens, limits and strangers, over the wire against a whole server with keys: what nobody may see, do or leave in a
 * log, on each transport.
 *
 * <p>Threads: clients hear on threads of their own; the test's thread waits for what they heard, with a bound.
 */
@NullMarked
package dev.herald.lab.guard;

import org.jspecify.annotations.NullMarked;
