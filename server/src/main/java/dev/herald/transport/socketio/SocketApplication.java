package dev.herald.transport.socketio;

/** What a connected socket does. Runs on the connection's home loop; hears nothing after {@link #onDisconnect}. */
public interface SocketApplication {
    /**
     * The client emitted an event.
     *
     * @param ack answers it; without effect where the client asked for no answer
     */
    void onEvent(String name, Arguments arguments, Ack ack);

    /** Bulk may be written again. */
    void onWritable();

    /** Bulk is prepared for another transport from now on. {@link #onWritable} follows. */
    void onTransport();

    /** A ping is about to leave, after all that was written before. */
    default void onPing() {}

    /** The client has answered the ping: it has received all that was written before. */
    default void onPong() {}

    /** Time has passed. The socket calls this at least once a second. */
    void onTime();

    /**
     * The socket is over. It says so once.
     *
     * @param isAbrupt whether neither side disconnected it before
     */
    void onDisconnect(String reason, boolean isAbrupt);

    /** Answers an event, once. */
    @FunctionalInterface
    interface Ack {
        void answer(Arguments arguments);
    }
}
