package dev.herald.transport.net;

import java.io.IOException;

/** The server cannot listen; the message says why in one line. */
public final class NetStartException extends IOException {
    private static final long serialVersionUID = 1L;

    NetStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
