/**
 * Publishing and history over REST: what a publisher sends becomes drafts for the intake, and what was kept is paged
 * through and counted.
 *
 * <p>Handlers run on virtual threads and may block. This room never sees a socket, a frame or a journal's engine.
 *
 * <p>Layers, from the top; what is below never knows what is above:
 *
 * <ol>
 *   <li>PublishRoutes, HistoryRoutes
 *   <li>SummaryRoute
 *   <li>PublishBody, BatchAnswer, HistoryReads, HistoryParameters
 *   <li>HistorySearch, PublishLimit, PublishLimits
 * </ol>
 */
@NullMarked
package dev.herald.api.events;

import org.jspecify.annotations.NullMarked;
