package dev.herald.net;

/** An answer that has been written and that the client has not taken yet. Runs on its loop. */
public interface Untaken {
    /** What it takes of memory. */
    int bytes();

    /** Others need the room, or its time is over: it is thrown away. It has been taken out of the count before. */
    void onDropped();
}
