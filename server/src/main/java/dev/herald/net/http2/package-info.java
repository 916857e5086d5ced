/**
 * HTTP/2 on a connection of {@code net}: the codec with its limits, a request and its answer on each stream, and what a
 * hostile client could do with frames that cost it nothing.
 *
 * <p>Threads: everything runs on the connection's loop. This room never looks into a body, and decides nothing about who
 * may ask what.
 *
 * <p>Layers, from the top; what is below does not know what is above:
 *
 * <ol>
 *   <li>Http2
 *   <li>Http2Exchange
 *   <li>FrameMeter, Http2Request, Http2Watch, Streams
 * </ol>
 */
@NullMarked
package dev.herald.net.http2;

import org.jspecify.annotations.NullMarked;
