package dev.herald.transport;

import dev.herald.hub.Dialect;
import dev.herald.hub.Outlet;

/** A session's connection, as the rules see it. Runs on its loop. */
public interface Peer extends Outlet<WireBytes> {
    /** Sends a message of the server's own, after all that was written before. */
    void say(byte[] json);

    /** How events look on this connection. */
    Dialect<WireBytes> dialect(boolean isAliased);
}
