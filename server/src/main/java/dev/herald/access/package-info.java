/**
 * Who may see and do what: a token becomes a {@code Grant}. Rate limits, origin rules and trusted proxies live here too.
 *
 * <p>Any thread, event loops included: nothing here blocks its caller. Keys that another server publishes are fetched on
 * virtual threads of this room's own. It never tells a token, a secret or a part of one: not in a verdict, an exception or
 * a log.
 */
@NullMarked
package dev.herald.access;

import org.jspecify.annotations.NullMarked;
