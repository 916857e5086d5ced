/**
 * HTTP/1.1 and 1.0 on a connection of {@code net}: a decoder that is strict where two readers could disagree, one request
 * at a time, answers in the order of the requests. Where a client changes to HTTP/2 the connection goes to
 * {@code net.http2}; where it upgrades, to whoever served the request.
 *
 * <p>Threads: everything runs on the connection's loop. This room never looks into a body, and decides nothing about who
 * may ask what.
 *
 * <p>Layers, from the top; what is below does not know what is above:
 *
 * <ol>
 *   <li>Http1
 *   <li>Http1Connection
 *   <li>Http1Exchange, Received
 *   <li>Answerer, Farewell, HalfClosure, Http1Head, Http1Request, RequestDecoder
 * </ol>
 */
@NullMarked
package dev.herald.net.http1;

import org.jspecify.annotations.NullMarked;
