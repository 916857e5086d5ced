/**
 * What the folds know, as immutable answers as of a position: now, or at any moment that is still kept. What somebody may
 * not read is left out here, with the reason.
 *
 * <p>Threads: any that may block, virtual ones above all. A question is asked on the thread that folds and takes views
 * alone; everything is computed on the asker's thread.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>Briefs
 *   <li>ProjectFigures, BriefWriting
 *   <li>Forecasts, Tasks, Team
 *   <li>Views, Sight, Pages
 *   <li>ProjectView, ShownTask, ShownProject, ShownRisk, ShownAgent, ShownRun, ShownSuggestion, Widget, Brief, HistoryUnread
 *   <li>Seen
 * </ol>
 */
@NullMarked
package dev.herald.query;

import org.jspecify.annotations.NullMarked;
