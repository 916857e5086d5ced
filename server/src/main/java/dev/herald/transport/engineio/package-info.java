/**
 * Engine.IO, protocol 4: a session over HTTP long-polling or WebSocket, and the upgrade from one to the other. Knows
 * nothing of what is carried.
 *
 * <p>Threads: a session lives on the loop of the connection that opened it, its home. A polling request that comes by a
 * connection of another loop is posted to the home and its answer posted back; a WebSocket that comes by another loop
 * moves to the home for good, so that frames are never posted. The table of sessions alone is shared by all loops.
 *
 * <p>Nothing is queued here but the few packets that the server itself says while a polling client is between two
 * requests, and those are bounded. Bulk is written only while {@link dev.herald.transport.engineio.EngineSession#isWritable}.
 */
@NullMarked
package dev.herald.transport.engineio;

import org.jspecify.annotations.NullMarked;
