package dev.herald.git;

import java.io.IOException;

/** A call of git that had to succeed did not. The message says which and why, in one line. */
public final class GitException extends IOException {
    private static final long serialVersionUID = 1;

    public GitException(String message) {
        super(message);
    }
}
