/**
 * Herald over Socket.IO (PROTOCOL section 5): who may connect, the commands, rooms, recovery after a loss of network, and
 * the dialect that writes a batch of events as one run of packets, whichever transport carries them.
 *
 * <p>For the wiring: {@code SocketIoEndpoint}.
 *
 * <p>Threads: a socket lives on the home loop of its connection; what can be recovered is kept for all loops. This room
 * never sees another dialect, and queues no event: between two polling requests a session lags like any other.
 *
 * <p>Layers, from the top; what is below does not know what is above:
 *
 * <ol>
 *   <li>SocketIoEndpoint
 *   <li>Connecting, Commands
 *   <li>OpeningToken
 *   <li>RoomSession
 *   <li>Context, Resumption
 *   <li>Recoveries, Replies, SocketIoDialect
 *   <li>EventPacket, Memberships, Offset
 * </ol>
 */
@NullMarked
package dev.herald.transport.socketio.dialect;

import org.jspecify.annotations.NullMarked;
