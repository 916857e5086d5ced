package dev.herald.net;

/** A connection that still speaks HTTP, as the graceful close sees it. */
public interface Stoppable {
    /** Runs on its loop. Closes, at once or after the answers that it owes. */
    void onStop();
}
