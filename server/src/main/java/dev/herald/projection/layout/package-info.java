/**
 * How people arrange their dashboards: each user's layouts.
 *
 * <p>Threads: {@link dev.herald.projection.layout.LayoutState} belongs to the thread that folds; what it shows is
 * immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>LayoutProjection
 *   <li>LayoutState
 *   <li>Layout
 * </ol>
 */
@NullMarked
package dev.herald.projection.layout;

import org.jspecify.annotations.NullMarked;
