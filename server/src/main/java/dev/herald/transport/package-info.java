/**
 * What the transports share: bytes that are ready for the wire, and the turn in which a loop looks at its sessions.
 *
 * <p>Threads: everything runs on the loop of its sessions. This room knows no dialect and no rule of a session.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Sweep, WireBytes
 * </ol>
 */
@NullMarked
package dev.herald.transport;

import org.jspecify.annotations.NullMarked;
