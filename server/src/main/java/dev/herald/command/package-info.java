/**
 * What people ask for becomes events: a command looks at the folded states, decides purely, hands its drafts to the
 * intake with guards, waits until the folds have seen them, and shows what is then. Nothing here changes a state: only
 * the journal does.
 *
 * <p>Threads: what a command looks at and shows runs on {@code herald-fold} and answers immutable values; it decides on
 * the caller's thread, a virtual one that may block. This room knows no HTTP.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>TaskPlaces, LayoutDeletion
 *   <li>Dispatcher, LayoutKeeping, QualityTelling, RiskReport, RiskChange, AgentStatus, WorkflowProgress, SuggestionMaking, SuggestionDecision, TaskImport, TaskCreation, TaskChange, TaskDeletion, ProjectCreation, ProjectUpdate, ProjectDeletion
 *   <li>TaskSight, ProjectSight, LayoutSight, TaskRules, TaskGraph, ProjectRules, Replays
 *   <li>Command, Author, Checks, Expectation, Result
 *   <li>Decision, Seen, Turns, TaskOf, SuggestionOf, Deleted, TaskNumbers, Row
 *   <li>Denial, Statement, Retry
 *   <li>RowFault
 * </ol>
 */
@NullMarked
package dev.herald.command;

import org.jspecify.annotations.NullMarked;
