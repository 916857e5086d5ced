/**
 * Who may see and do what: a token becomes a {@code Grant}. Rate limits and origin rules live here too.
 *
 * <p>Values only, any thread.
 */
@NullMarked
package dev.herald.access;

import org.jspecify.annotations.NullMarked;
