package dev.herald.net;

/** One version of HTTP, as it begins on a connection. The rooms below this one hold them; the wiring brings them here. */
@FunctionalInterface
public interface Protocol {
    /** Adds the protocol's handlers to the channel, behind TLS where there is TLS. Runs on the connection's loop. */
    void begin(Link link);
}
