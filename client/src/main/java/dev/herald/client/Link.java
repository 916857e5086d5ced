package dev.herald.client;

import dev.herald.event.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One connection of a subscription, over one transport. It belongs to the subscription's thread, {@code close} apart. */
interface Link extends AutoCloseable {
    ConnectionState.Transport transport();

    /**
     * The next message; waits for it.
     *
     * @throws LostException when the connection ended, or brought nothing for so long
     * @throws RefusedException when the server ended it for good
     */
    String next(Duration silenceMax) throws LostException, RefusedException, InterruptedException;

    /**
     * Where the subscription began, for a transport that does not confirm it in a message; empty where a message will
     * come.
     */
    Optional<Position> start();

    /** Tells the server that somebody is here. */
    void beat();

    /** Gives the server a new token for this connection, where the transport can. */
    void renew(String token);

    /** Ends it without ceremony. Any thread; a waiting {@link #next} returns with {@link LostException}. */
    @Override
    void close();

    /** The connection is lost or could not be made: try again later. */
    final class LostException extends IOException {
        private static final long serialVersionUID = 1L;
        private final Duration askedDelay;

        LostException(String message) {
            this(message, Duration.ZERO);
        }

        LostException(String message, Duration askedDelay) {
            super(message);
            this.askedDelay = askedDelay;
        }

        /** How long the server asked to wait; zero where it did not. */
        Duration askedDelay() {
            return askedDelay;
        }
    }

    /** The server will not have this subscription: trying again is of no use. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final ConnectionState.Why why;

        RefusedException(String message) {
            this(message, ConnectionState.Why.REFUSED);
        }

        RefusedException(String message, ConnectionState.Why why) {
            super(message);
            this.why = why;
        }

        ConnectionState.Why why() {
            return why;
        }
    }

    /** This transport does not get through to the server, which may be reached over another. */
    final class UnfitException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }
}
