package dev.herald.http;

/** Whoever made a request, as work that takes long asks for it. Any thread; never blocks. */
@FunctionalInterface
public interface Client {
    /** One that waits for its answer however long that takes. */
    Client PATIENT = () -> false;

    /**
     * Whether nobody may be there any more to take the answer: the connection has ended, or the client has ended its half
     * of it, which most do who leave.
     */
    boolean hasLeft();
}
