/**
 * The vocabulary: what an event is, its types, rooms and positions, and the one codec between them and JSON.
 *
 * <p>Values only, any thread. This room never does IO, knows no clock and no framework but Jackson.
 */
@NullMarked
package dev.herald.event;

import org.jspecify.annotations.NullMarked;
