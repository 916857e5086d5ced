/**
 * The vocabulary as types: a validated record for every kind of event, in sealed families, for code that reports what
 * happened. A publisher's JSON needs none of the fields; these records demand what makes the event meaningful, and then
 * go through the same checks as the JSON does.
 *
 * <p>Values only, any thread. This room never does IO and knows no clock.
 */
@NullMarked
package dev.herald.event.payload;

import org.jspecify.annotations.NullMarked;
