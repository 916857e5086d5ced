package dev.herald.transport.net;

/** A path that a transport serves itself, on the connection's loop. Asked for GET only. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Runs on the exchange's loop, so it must not block. Answers by exactly one of {@code respond}, {@code upgrade} and
     * {@code stream}, now or later on the same loop; the connection reads nothing more until then.
     */
    void onRequest(Exchange exchange);
}
