/**
 * What the folds know of projects, over REST: projects, tasks, risks, agents, workflows, suggestions, figures. Reading
 * alone; what changes something is a command.
 *
 * <p>Threads: handlers run on virtual threads and may block; what they share is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>WorkRoutes
 *   <li>ProjectRoutes, TaskRoutes, RiskRoutes, ChangeRoutes, AgentRoutes, FigureRoutes, BriefRoute
 *   <li>TaskFiles, ShownChange, ShownFigure, ShownFlow, ShownForecast, ShownDelivery
 * </ol>
 */
@NullMarked
package dev.herald.api.work;

import org.jspecify.annotations.NullMarked;
