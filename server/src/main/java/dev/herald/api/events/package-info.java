/**
 * Publishing and history over REST: what a publisher sends becomes drafts for the intake, and what was kept is paged
 * through.
 *
 * <p>Handlers run on virtual threads and may block. This room never sees a socket, a frame or a journal's engine.
 */
@NullMarked
package dev.herald.api.events;

import org.jspecify.annotations.NullMarked;
