package dev.herald.access;

/** What a token came to. */
public sealed interface Verdict {
    /** It holds. */
    record Accepted(Grant grant) implements Verdict {}

    /**
     * It does not.
     *
     * @param reason for programs
     * @param detail for people: what is wrong and what to do; never the token nor a part of it
     */
    record Denied(Reason reason, String detail) implements Verdict {}

    /** Why a token is no use. */
    enum Reason {
        /** There is none. */
        MISSING,
        /** It is not a token, not signed by the configured key, for somebody else, or not valid yet. */
        FAILED,
        /** It was good and has ended. */
        EXPIRED,
        /** Not looked at: too many that did not hold came from the same address. */
        TOO_MANY,
        /** The keys to check it with cannot be had now; the client may try again. */
        UNAVAILABLE
    }
}
