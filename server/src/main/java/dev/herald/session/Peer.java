package dev.herald.session;

import dev.herald.event.Position;
import dev.herald.hub.Dialect;
import dev.herald.hub.Encoded;
import dev.herald.hub.Outlet;
import dev.herald.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * A session's connection, as the rules see it. Runs on its loop.
 *
 * @param <E> what events become on it
 */
public interface Peer<E extends Encoded> extends Outlet<E> {
    /** Sends a message of the server's own, after all that was written before. */
    void say(byte[] json);

    /**
     * Sends a heartbeat, in the same order.
     *
     * @param sentTo everything that the session may see up to here has been sent to it; null where that is not known
     */
    default void beat(byte[] json, @Nullable Position sentTo) {
        say(json);
    }

    /** Ends the connection, after what was said. */
    void end(Ending ending, String reason);

    /** The loop that the connection lives on. */
    Loop loop();

    /** How the connection came, such as {@code websocket}: for the audit. */
    String transport();

    /** How events look on this connection. */
    Dialect<E> dialect(boolean isAliased);
}
