package dev.herald.app;

import java.io.IOException;

/** Standard output takes nothing more: nobody reads it, or what it goes to is full. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;
    /** As if the signal of a closed pipe (SIGPIPE, 13) had ended it, which is what other programs end with. */
    static final int STATUS_CLOSED = 128 + 13;

    private final boolean isClosed;

    OutputException(boolean isClosed) {
        super(isClosed ? "nobody reads the output" : "the output cannot be written: is its disk full?");
        this.isClosed = isClosed;
    }

    /** Whether its reader has gone, which is no failure: {@code herald tail | head}. */
    boolean isClosed() {
        return isClosed;
    }
}
