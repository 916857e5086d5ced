/**
 * What a dashboard shows, over REST, in the shapes that its clients know. Reading alone. Without a project it is all that
 * the caller may see, added up where that has a meaning.
 *
 * <p>Threads: handlers run on virtual threads and may block; what they share is immutable.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>DashboardRoutes
 *   <li>NowRoute
 *   <li>Overview, Metrics, Alerts, ProjectCard, Need
 * </ol>
 */
@NullMarked
package dev.herald.api.dashboard;

import org.jspecify.annotations.NullMarked;
