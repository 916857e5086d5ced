/**
 * Who is here: each session with its principal and what it hears; and what is told of that: agents that come and go, and
 * who hears a room.
 *
 * <p>Threads: sessions come, change and go on their loops, where nothing here blocks; questions may come from any thread.
 * This room never sees a connection, and says nothing to a client but the answer of its route.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>AgentPresence, PresenceRoutes
 *   <li>Attendance
 * </ol>
 */
@NullMarked
package dev.herald.presence;

import org.jspecify.annotations.NullMarked;
