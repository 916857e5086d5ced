package dev.herald.hub;

/**
 * Where a cursor's events go: a connection, as the hub sees it. Runs on its loop.
 *
 * @param <E> what it writes
 */
public interface Outlet<E extends Encoded> {
    /** Whether the connection takes more now; when it does again after a no, it calls the cursor's {@code onWritable}. */
    boolean isWritable();

    /** Writes and flushes; takes its own claim on the bytes, the caller keeps and releases its own. */
    void write(E encoded);
}
