package dev.herald.net;

/**
 * What a client owes the server on a connection. When there are as many connections as there may be, one that owes
 * something makes room for a new one: the first of these before the next, and of each the one that has owed it longest.
 */
public enum Owed {
    /** A request, for it has never made one. */
    FIRST_REQUEST,
    /** The next request. */
    REQUEST,
    /** The rest of a request whose head has come. */
    BODY,
    /** To take the answer that has been written for it. */
    TAKING,
    /** Nothing: the server makes an answer, or streams. */
    NOTHING
}
