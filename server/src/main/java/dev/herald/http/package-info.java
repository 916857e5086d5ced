/**
 * HTTP as values: a request comes in, a response goes out, on a virtual thread, testable without a socket. Router,
 * problem+json, conditional requests, static files.
 *
 * <p>This room never sees a socket or a network library.
 */
@NullMarked
package dev.herald.http;

import org.jspecify.annotations.NullMarked;
