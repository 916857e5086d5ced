/**
 * Projects and tasks: what they are, who is above whom, and each state that a task has been in.
 *
 * <p>Threads: {@link dev.herald.projection.work.WorkState} belongs to the thread that folds; what it shows is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>WorkProjection
 *   <li>WorkCodec, TaskFold, ProjectFold
 *   <li>Work
 *   <li>WorkState, Tasks, Telling
 *   <li>ProjectWork, Tally, TaskFields, Words
 *   <li>Task, Project
 *   <li>TaskHistory
 *   <li>Status, ProjectSettings
 * </ol>
 */
@NullMarked
package dev.herald.projection.work;

import org.jspecify.annotations.NullMarked;
