/**
 * Projects and tasks: what they are, who is above whom, each state that a task has been in, and how far they are.
 *
 * <p>Threads: {@link dev.herald.projection.work.WorkState} belongs to the thread that folds; what it shows is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>WorkProjection
 *   <li>WorkCodec
 *   <li>WorkState
 *   <li>TaskFold, ProjectFold
 *   <li>Held
 *   <li>ProjectWork
 *   <li>ProgressTelling, Totals, Places
 *   <li>Placed, Tally, Weight, TaskFields, TaskIds, Texts
 *   <li>Task, Project
 *   <li>TaskHistory
 *   <li>Status, ProjectSettings
 * </ol>
 */
@NullMarked
package dev.herald.projection.work;

import org.jspecify.annotations.NullMarked;
