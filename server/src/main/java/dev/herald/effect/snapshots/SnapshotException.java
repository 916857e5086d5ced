package dev.herald.effect.snapshots;

import java.io.IOException;

/** What was asked for cannot be done. The message says why and what to do, for people. */
public final class SnapshotException extends IOException {
    private static final long serialVersionUID = 1;

    SnapshotException(String message) {
        super(message);
    }
}
