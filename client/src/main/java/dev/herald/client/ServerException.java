package dev.herald.client;

import java.io.IOException;

/**
 * The server could not be reached, or did not do what was asked, also after every attempt. Nothing is known about what
 * was published: send it again with its key.
 */
public final class ServerException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    ServerException(int status, String message) {
        super(message);
        this.status = status;
    }

    ServerException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** The last HTTP status, or 0 where there was no answer. */
    public int status() {
        return status;
    }
}
