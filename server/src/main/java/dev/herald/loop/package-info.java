/**
 * One thread's worth of work, as the other rooms see it: post to a loop, ask whether one is inside, check that one is.
 * And the clock, given in so that a test can hold it.
 *
 * <p>This room never names a network library; the loops that run sockets are made by the transport.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Clock, Loop
 * </ol>
 */
@NullMarked
package dev.herald.loop;

import org.jspecify.annotations.NullMarked;
