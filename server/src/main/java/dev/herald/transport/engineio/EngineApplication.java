package dev.herald.transport.engineio;

/** What a session carries. Runs on the session's home loop; the session hands on nothing after {@link #onClose}. */
public interface EngineApplication {
    /** The client sent a text message. */
    void onText(String message);

    /** The client sent a binary message. */
    void onBinary(byte[] message);

    /** {@link EngineSession#isWritable} has become true, perhaps in another {@link EngineSession#transport}. */
    void onWritable();

    /** The transport has changed: from now on bytes are prepared for the new one. {@link #onWritable} follows. */
    void onTransport();

    /** A ping is about to leave, after all that was written before. */
    default void onPing() {}

    /** The client has answered the ping: it has received all that was written before. */
    default void onPong() {}

    /** Time has passed. The session calls this at least once a second. */
    void onTime();

    /**
     * The session is over. It says so once.
     *
     * @param isAbrupt whether it was lost rather than ended by one of both sides
     */
    void onClose(String reason, boolean isAbrupt);
}
