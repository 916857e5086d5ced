/**
 * The server itself over REST: its health and metrics, who listens to how much, and what it may be asked to do.
 *
 * <p>Handlers run on virtual threads and may block, but for the one that says that the process lives. This room never
 * sees a socket, a frame or a journal's engine.
 *
 * <p>Layers, from the top; what is below never knows what is above:
 *
 * <ol>
 *   <li>AutoCommitRoutes, HealthRoutes, StatisticsRoutes, OpenApi
 *   <li>AutoCommits, Figures, OpenApiTable
 * </ol>
 */
@NullMarked
package dev.herald.api.server;

import org.jspecify.annotations.NullMarked;
