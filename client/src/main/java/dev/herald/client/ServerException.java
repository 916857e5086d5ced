package dev.herald.client;

import java.io.IOException;

/**
 * The server could not be reached, or did not do what was asked, also after every attempt. Nothing is known about what
 * was published: send it again with its key.
 */
public final class ServerException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final boolean isLasting;

    ServerException(int status, String message) {
        this(status, message, false);
    }

    /** @param isLasting whether trying again is of no use */
    ServerException(int status, String message, boolean isLasting) {
        super(message);
        this.status = status;
        this.isLasting = isLasting;
    }

    ServerException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** @param isLasting whether trying again is of no use */
    ServerException(String message, Throwable cause, boolean isLasting) {
        super(message, cause);
        this.status = 0;
        this.isLasting = isLasting;
    }

    /**
     * Whether it stays so until somebody changes the address or the server: what answers there is no Herald server, or
     * not in the way that the address says. What may pass, such as a server that is away, is not lasting.
     */
    public boolean isLasting() {
        return isLasting;
    }

    /** The last HTTP status, or 0 where there was no answer. */
    public int status() {
        return status;
    }
}
