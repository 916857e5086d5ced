/**
 * Socket.IO, protocol 5, over Engine.IO: packets, namespaces, acknowledgements, binary attachments. Knows nothing of what
 * the events mean.
 *
 * <p>Threads: everything runs on the home loop of the connection's Engine.IO session.
 */
@NullMarked
package dev.herald.transport.socketio;

import org.jspecify.annotations.NullMarked;
