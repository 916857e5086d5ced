/**
 * Sockets: TLS, HTTP/1.1 and HTTP/2, upgrade, graceful close. A request becomes a value for the router, or an
 * {@code Exchange} for a transport that serves a path itself.
 *
 * <p>Threads: a connection lives and dies on the event loop that got it; routes run on virtual threads and post their
 * answer back. This room never looks into a body and knows no event, session or token.
 */
@NullMarked
package dev.herald.net;

import org.jspecify.annotations.NullMarked;
