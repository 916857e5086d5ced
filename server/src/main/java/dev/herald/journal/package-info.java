/**
 * The contract of the one ordered durable log, in four sides: {@code Appender} is written by the intake alone, {@code
 * Reader} is read through {@code ReadLanes}, {@code Tail} tells of what is committed, {@code Snapshots} keeps states. And
 * what the engines share. Engines live in the rooms below and are named only by the wiring.
 *
 * <p>Threads: the appender's methods belong to the journal's writer; all reads run on {@code herald-read-n}, platform
 * threads of {@code ReadLanes}.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>ReadLanes
 *   <li>HistoryLane, Journal
 *   <li>Reader
 *   <li>Appender, Placement, SummaryQuery, Tail, Thinning
 *   <li>Asked, Bounds, CatchUpLane, Outcome, Snapshots
 *   <li>Appended, Budget, HistoryPage, HistoryQuery, JournalException, JournalSize, Listeners, Moments, ReadAnswer,
 *       ReadLimits, Reading, Slice, Snapshot, Start, Summary, TrimRules
 * </ol>
 */
@NullMarked
package dev.herald.journal;

import org.jspecify.annotations.NullMarked;
