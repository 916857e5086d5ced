package dev.herald.http;

/** Whoever made a request, as work that takes long asks for it. Any thread; never blocks. */
@FunctionalInterface
public interface Client {
    /** One that waits for its answer however long that takes. */
    Client PATIENT = () -> State.THERE;

    /** Where it is, as far as the connection tells. */
    enum State {
        THERE,
        /**
         * It has ended its half of the connection. Most who leave do, and nothing more is heard of them until something
         * is written; but some who wait for their answer do so too.
         */
        SILENT,
        /** The connection, over HTTP/2 the stream, has ended: nobody takes an answer. */
        GONE
    }

    State state();
}
