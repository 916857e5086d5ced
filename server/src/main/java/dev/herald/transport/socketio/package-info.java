/**
 * Socket.IO, protocol 5, over Engine.IO: packets, namespaces, acknowledgements, binary attachments. This room knows
 * nothing of what the events mean.
 *
 * <p>For what means something: {@code SocketConnection} for each session, with a {@code SocketNamespace} for each
 * namespace that clients may connect to; {@code NamespaceSocket}, for which the namespace makes a
 * {@code SocketApplication}; {@code Arguments}, which both sides of an event carry.
 *
 * <p>Threads: everything runs on the home loop of the connection's Engine.IO session.
 *
 * <p>Layers, from the top; what is below does not know what is above:
 *
 * <ol>
 *   <li>SocketConnection
 *   <li>SocketNamespace, Sockets
 *   <li>NamespaceSocket
 *   <li>SocketApplication
 *   <li>Arguments, SocketPacket
 * </ol>
 */
@NullMarked
package dev.herald.transport.socketio;

import org.jspecify.annotations.NullMarked;
