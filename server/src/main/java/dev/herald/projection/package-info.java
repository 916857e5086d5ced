/**
 * Where each project stands: states that are folded from the journal, and nothing else. This room says what a fold is
 * ({@link dev.herald.projection.Projection}), what it is shown of an event ({@link dev.herald.projection.Happening}),
 * and how its state is written down. The folds themselves live in the rooms below this one, each pure: no clock, no IO.
 *
 * <p>Threads: everything here and in the folds belongs to one thread, unless it is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Projection
 *   <li>Context
 *   <li>Happening, Derived, Figure, StateName, StateOut, StateIn
 *   <li>Members
 *   <li>Window, Percentiles, FigureName
 * </ol>
 */
@NullMarked
package dev.herald.projection;

import org.jspecify.annotations.NullMarked;
