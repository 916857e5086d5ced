package dev.herald.net.websocket;

/** What is done with a WebSocket's messages. Runs on the connection's loop; must not block. */
public interface WebSocketApplication {
    /** A whole text message, inflated; at most as long as the settings say. */
    void onText(String text);

    /** A whole binary message, inflated; the application's own. */
    void onBinary(byte[] message);

    /** The connection takes more again, after it did not. */
    void onWritable();

    /**
     * The connection is not open any more, whoever ended it: nothing may be written from now on. Once; before the close
     * frame leaves, if there is one.
     */
    void onClosing();

    /** The connection is gone. Once, after {@code onClosing}. */
    void onGone();
}
