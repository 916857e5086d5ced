package dev.herald.net;

/**
 * What the server speaks.
 *
 * @param http1 on every connection that has not agreed on another; it finds out by itself where HTTP/2 begins
 * @param http2 where TLS has agreed on it
 */
public record Protocols(Protocol http1, Protocol http2) {
    /** One version of HTTP, as it begins on a connection. The rooms below this one hold them; the wiring brings them here. */
    @FunctionalInterface
    public interface Protocol {
        /** Adds the protocol's handlers to the channel, behind TLS where there is TLS. Runs on the connection's loop. */
        void begin(Link link);
    }
}
