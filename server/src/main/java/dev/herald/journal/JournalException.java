package dev.herald.journal;

/** The log could not keep or read something; nothing was kept in part. The message is fit for a publisher. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    public JournalException(String message) {
        super(message);
    }
}
