package dev.herald.transport.engineio;

import dev.herald.transport.WireBytes;

/** The WebSocket of a session, once it has one. Runs on the session's home loop. */
interface EngineWire {
    boolean isWritable();

    /** Whether frames are compressed. */
    boolean isDeflated();

    /** A text frame of these bytes, which are UTF-8. */
    void text(byte[] utf8);

    void binary(byte[] bytes);

    /** Frames that are ready. */
    void write(WireBytes frames);

    /** Says goodbye and ends the connection. */
    void close(String reason);
}
