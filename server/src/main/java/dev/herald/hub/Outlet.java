package dev.herald.hub;

import dev.herald.event.Position;

/**
 * Where a cursor's events go: a connection, as the hub sees it. Runs on its loop. From inside these methods an outlet
 * may call the cursor's {@code onWritable}, {@code onUnsubscribe} and {@code onClose}, but not its other methods.
 *
 * @param <E> what it writes
 */
public interface Outlet<E extends Encoded> {
    /** Whether the connection takes more now; when it does again after a no, it calls the cursor's {@code onWritable}. */
    boolean isWritable();

    /** Writes and flushes; takes its own claim on the bytes, the caller keeps and releases its own. */
    void write(E encoded);

    /**
     * The log was trimmed past a session that lagged: tells the client before what is left is written. A gap that is
     * known when the session subscribes is in {@link Resume} instead.
     *
     * @param requested the session has everything up to here
     * @param oldestAvailable the oldest event kept, {@link Position#ORIGIN} when there is none
     */
    void onGap(Position requested, Position oldestAvailable);

    /**
     * The hub cannot continue this session without a hole; nothing more will be written. The connection must be closed,
     * so that the client comes back and resumes.
     *
     * @param reason fit for the client and for the server's log
     */
    void onBroken(String reason);
}
