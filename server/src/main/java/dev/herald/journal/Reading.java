package dev.herald.journal;

/** A read that was asked for. Any thread. */
public interface Reading {
    /** Nobody waits for it any more: it does not run, or ends soon if it is running. Without effect when it is over. */
    void cancel();
}
