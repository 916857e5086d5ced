package dev.herald.client;

import dev.herald.event.Position;
import java.time.Duration;
import java.util.Optional;

/** A subscription that keeps itself connected until it is closed. Any thread. */
public interface LiveSubscription extends AutoCloseable {
    /** The position of the newest event that the subscriber has heard completely, to resume from in another process. */
    Optional<Position> position();

    /** The state as of now. */
    ConnectionState state();

    /**
     * Waits until it is over, by {@link #close} or because it failed.
     *
     * @return false when the time passed before
     */
    boolean awaitEnd(Duration max) throws InterruptedException;

    /** Ends it. The subscriber hears at most the event that it is at. Does not wait for it; twice is fine. */
    @Override
    void close();
}
