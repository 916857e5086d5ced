package dev.herald.session;

/** Why the server ends a session of its own will. Each dialect has its own way to say it. */
public enum Ending {
    /** No token was shown in time, or one that does not hold (WebSocket: 1008). */
    UNAUTHENTICATED,
    /** The token has ended and was not replaced (WebSocket: 4401). */
    EXPIRED
}
