/**
 * Projects and tasks: what they are, who is above whom, and each state that a task has been in.
 *
 * <p>Threads: {@link dev.herald.projection.work.WorkState} belongs to the thread that folds; what it shows is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>WorkState
 *   <li>ProjectWork
 *   <li>Task, Project
 *   <li>TaskHistory
 *   <li>Status, ProjectSettings
 * </ol>
 */
@NullMarked
package dev.herald.projection.work;

import org.jspecify.annotations.NullMarked;
