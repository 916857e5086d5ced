/**
 * How a project does, as one number with its parts (docs/figures.md, "Health"): a pure function of what the other folds
 * know as of one position, and of a moment.
 *
 * <p>Threads: any; everything here is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>ProjectHealth
 *   <li>Parts
 *   <li>Component, Known
 * </ol>
 */
@NullMarked
package dev.herald.projection.health;

import org.jspecify.annotations.NullMarked;
