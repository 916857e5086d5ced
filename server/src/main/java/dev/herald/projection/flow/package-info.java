/**
 * How work flows: figures and charts over a project's tasks, as pure functions of {@link
 * dev.herald.projection.work.ProjectWork} and a moment (docs/figures.md, "Tasks and flow").
 *
 * <p>Threads: any; everything here is immutable once it is made, or belongs to who made it.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>FlowFigures, FlowCharts
 *   <li>OfFinished, OfMoment
 *   <li>Finished, Days, Progress
 *   <li>Leaf
 *   <li>DueDay
 * </ol>
 */
@NullMarked
package dev.herald.projection.flow;

import org.jspecify.annotations.NullMarked;
