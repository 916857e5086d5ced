/**
 * Sockets: listening, TLS, deadlines, limits, graceful close. What is spoken on a connection is given to the server as
 * {@code Protocols}, whose codecs live in rooms of their own; a request becomes a value for the router, or an
 * {@code Exchange} for a transport that serves a path itself.
 *
 * <p>For the wiring: {@code NetServer} with its settings. For transports: {@code Endpoint}, {@code Exchange},
 * {@code NettyLoop}. For the protocols alone: {@code Link} and {@code Site} with what they hand out.
 *
 * <p>Threads: a connection lives and dies on the event loop that got it; routes run on virtual threads and post their
 * answer back. This room never looks into a body and knows no event, session or token, and no version of HTTP.
 *
 * <p>Layers, from the top; what is below does not know what is above:
 *
 * <ol>
 *   <li>NetServer
 *   <li>Accepting, ConnectionSetup
 *   <li>Protocols, TlsSetup
 *   <li>Link, ProxyHeader
 *   <li>Site
 *   <li>Endpoint
 *   <li>Exchange, Relocation
 *   <li>NettyLoop
 *   <li>Answers, Body, HostRule, NetSettings, Waiting
 *   <li>Connections, DateField, Deadline, Debtor, Discard, Framing, Io, NetLimits, NetMeters, NetStartException,
 *       Owed, PageRule, Proxies, Remote, Stoppable, Untaken
 * </ol>
 */
@NullMarked
package dev.herald.net;

import org.jspecify.annotations.NullMarked;
