/**
 * What may go wrong in a project: rules that open and close risks, and those that people report (docs/figures.md,
 * "Risks").
 *
 * <p>Threads: {@link dev.herald.projection.risk.RiskState} belongs to the thread that folds; what it shows is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>RiskProjection
 *   <li>RiskCodec, Indexing, Asking
 *   <li>RiskState, Judge, Subjects
 *   <li>ManualRisks, TaskRisks, ProjectRisks, OtherRisks
 *   <li>Rule
 *   <li>Scene
 *   <li>Watched
 *   <li>DueChance
 *   <li>Ages, Alarms, CycleTimes, Verdict, Thresholds
 *   <li>Risk, Subject
 *   <li>Severity, RuleName
 * </ol>
 */
@NullMarked
package dev.herald.projection.risk;

import org.jspecify.annotations.NullMarked;
