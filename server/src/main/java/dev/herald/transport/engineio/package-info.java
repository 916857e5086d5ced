/**
 * Engine.IO, protocol 4: a session over HTTP long-polling or WebSocket, and the upgrade from one to the other. This room
 * knows nothing of what is carried.
 *
 * <p>For the wiring: {@code EngineSettings}. For what is carried: {@code EngineEndpoint}, to which it gives an
 * {@code EngineHost}; {@code EngineSession}, for which the host makes an {@code EngineApplication}.
 *
 * <p>Threads: a session lives on the loop of the connection that opened it, its home. A polling request that comes by a
 * connection of another loop is posted to the home and its answer posted back. A WebSocket that comes by another loop
 * moves to the home for good, so that frames are never posted. All loops share only the table of sessions and the count
 * of requests with packets.
 *
 * <p>Nothing is queued here but the few packets that the server itself says while a polling client is between two
 * requests, and those are bounded. Bulk is written only while {@link dev.herald.transport.engineio.EngineSession#isWritable}.
 *
 * <p>Layers, from the top; what is below does not know what is above:
 *
 * <ol>
 *   <li>EngineEndpoint
 *   <li>EngineLoop, EngineSockets, Push
 *   <li>EngineHost
 *   <li>EngineSession
 *   <li>Polling, Upgrade, Heartbeat
 *   <li>Outgoing, Poll
 *   <li>Payload, EngineError, EngineWire
 *   <li>EngineApplication, EngineClient, EngineSettings, EngineTransport, Packet, Pushes
 * </ol>
 */
@NullMarked
package dev.herald.transport.engineio;

import org.jspecify.annotations.NullMarked;
