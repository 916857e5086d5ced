/**
 * The Java client against a whole server: restarts, cut and frozen connections, proxies that know no WebSocket.
 *
 * <p>Tests only; nothing here is shipped.
 */
@NullMarked
package dev.herald.lab.client;

import org.jspecify.annotations.NullMarked;
