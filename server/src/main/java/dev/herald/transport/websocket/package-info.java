/**
 * The dashboard's WebSocket (PROTOCOL section 2): a session for each connection, and the dialect that writes a batch of
 * events as one run of frames.
 *
 * <p>Threads: everything runs on the connection's loop. This room never sees another dialect, and never builds a frame
 * for one client that it could have built for all.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>WebSocketEndpoint
 *   <li>WebSocketLoop
 *   <li>WebSocketSession, WebSocketDialect
 * </ol>
 */
@NullMarked
package dev.herald.transport.websocket;

import org.jspecify.annotations.NullMarked;
