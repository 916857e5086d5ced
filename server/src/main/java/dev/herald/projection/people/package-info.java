/**
 * Who is at work: the agents, with what each is doing and when it was last heard of.
 *
 * <p>Threads: {@link dev.herald.projection.people.PeopleState} belongs to the thread that folds; what it shows is
 * immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>PeopleProjection
 *   <li>PeopleCodec
 *   <li>PeopleState
 *   <li>Agent
 * </ol>
 */
@NullMarked
package dev.herald.projection.people;

import org.jspecify.annotations.NullMarked;
