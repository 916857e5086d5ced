package dev.herald.journal;

/** A question to the history. Any thread. */
public interface Asked<T> extends Reading {
    /** Waits for the answer; {@link ReadAnswer.Gone} when it was cancelled, or when this thread is interrupted. */
    ReadAnswer<T> await();
}
