/**
 * A server for protocol test suites: Herald's own Engine.IO, Socket.IO and WebSocket layers with applications that only
 * echo. Never shipped.
 */
@NullMarked
package dev.herald.lab.conformance;

import org.jspecify.annotations.NullMarked;
