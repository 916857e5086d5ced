/**
 * WebSockets (RFC 6455) with permessage-deflate (RFC 7692) on a connection of {@code net}: handshake, frames in
 * and out, messages put together, the closing handshake. What the messages mean is its applications'.
 *
 * <p>Threads: a connection and its application run on one loop; making frames and judging handshakes is for any thread.
 * This room keeps no queue and no window per connection, and never builds a frame for one client that was built for all.
 *
 * <p>Layers, from the top; what is below does not know what is above:
 *
 * <ol>
 *   <li>WebSockets
 *   <li>WebSocketConnection
 *   <li>Fragments
 *   <li>Handshake, MessageDeflater, MessageReader
 *   <li>DeflateOffer, Frames, InvalidMessage, MessageInflater, PacedDecoder, Subprotocol, Utf8,
 *       WebSocketApplication, WebSocketSettings
 * </ol>
 */
@NullMarked
package dev.herald.net.websocket;

import org.jspecify.annotations.NullMarked;
