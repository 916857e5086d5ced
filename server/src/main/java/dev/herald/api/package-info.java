/**
 * The REST routes: publishing, history, statistics, health and metrics.
 *
 * <p>Handlers run on virtual threads and may block. This room never sees a socket, a frame or a journal's engine.
 */
@NullMarked
package dev.herald.api;

import org.jspecify.annotations.NullMarked;
