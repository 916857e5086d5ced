package dev.herald.net;

/**
 * What the server speaks.
 *
 * @param http1 on every connection that has not agreed on another; it finds out by itself where HTTP/2 begins
 * @param http2 where TLS has agreed on it
 */
public record Protocols(Protocol http1, Protocol http2) {}
