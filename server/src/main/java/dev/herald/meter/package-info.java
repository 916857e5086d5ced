/**
 * Counters, timers and health contributions: what the server says of itself.
 *
 * <p>Any thread. This room knows nothing of what it counts.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Alerts, Defects, Health
 * </ol>
 */
@NullMarked
package dev.herald.meter;

import org.jspecify.annotations.NullMarked;
