package dev.herald.transport.engineio;

/** How a session's bytes travel now, and so how prepared bytes must look. */
public enum EngineTransport {
    /** Packets separated by U+001E in the body of a response. */
    POLLING,
    /** WebSocket frames. */
    WEBSOCKET,
    /** WebSocket frames, compressed where that makes them shorter. */
    WEBSOCKET_DEFLATED
}
