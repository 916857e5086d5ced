/**
 * Server-Sent Events (the HTML standard, section 9.2; PROTOCOL section 3): the stream over HTTP/1.0, 1.1 and 2, the
 * dialect that writes a batch of events as one run of fields, and the routes about live streams.
 *
 * <p>Threads: a stream lives on its connection's loop; routes run on virtual threads and post. This room never sees
 * another dialect.
 *
 * <p>Layers, from the top:
 *
 * <ol>
 *   <li>SseRoutes
 *   <li>SseEndpoint
 *   <li>SseLoop, StreamQuery
 *   <li>SseSession
 *   <li>SseDialect
 *   <li>Fields
 * </ol>
 */
@NullMarked
package dev.herald.transport.sse;

import org.jspecify.annotations.NullMarked;
