package dev.herald.app;

import java.io.IOException;

/** Another process has the spool. */
final class SpoolInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolInUseException() {
        super("another process uses it: is \"herald watch\" running there already?");
    }
}
