/**
 * The dashboard's WebSocket (RFC 6455, RFC 7692; PROTOCOL section 2): handshake, frames in and out, the closing
 * handshake, and the dialect that writes a batch of events as one run of frames.
 *
 * <p>Threads: everything runs on the connection's loop. This room never sees another dialect, and never builds a frame
 * for one client that it could have built for all.
 */
@NullMarked
package dev.herald.transport.websocket;

import org.jspecify.annotations.NullMarked;
