package dev.herald.net.websocket;

/**
 * The limits of a WebSocket.
 *
 * @param messageBytesMax of one message from a client, put together and inflated; more closes with 1009
 * @param closeMillis that a client has to answer a closing handshake
 */
public record WebSocketSettings(int messageBytesMax, long closeMillis) {
    public WebSocketSettings {
        if (messageBytesMax < 1 || closeMillis < 1) {
            throw new IllegalArgumentException("message bytes and close time are at least 1, not " + messageBytesMax
                    + " and " + closeMillis + " ms");
        }
    }
}
