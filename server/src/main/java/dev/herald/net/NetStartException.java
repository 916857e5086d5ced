package dev.herald.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server cannot listen; the message says why in one line. */
public final class NetStartException extends IOException {
    private static final long serialVersionUID = 1L;

    NetStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
