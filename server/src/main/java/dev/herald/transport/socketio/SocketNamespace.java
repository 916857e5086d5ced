package dev.herald.transport.socketio;

import org.jspecify.annotations.Nullable;

/** A namespace that clients may connect to. Runs on the connection's home loop. */
@FunctionalInterface
public interface SocketNamespace {
    /**
     * A client wants to connect.
     *
     * @param socket its socket, which is not connected yet
     * @param auth the JSON object that it came with, or null
     * @param reply called once, now or later on the same loop
     */
    void onConnect(NamespaceSocket socket, @Nullable String auth, Reply reply);

    /** Tells what becomes of the client. */
    interface Reply {
        /**
         * It is connected.
         *
         * @param answer a JSON object for the client, {@code sid} included
         * @return false when the client has left meanwhile; the application then hears nothing
         */
        boolean accept(String answer, SocketApplication application);

        /**
         * It is not connected.
         *
         * @param error a JSON object for the client
         */
        void refuse(String error);
    }
}
