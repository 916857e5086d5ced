package dev.herald.http;

/**
 * Answers a request; shares nothing with another. Whether it may block is its type, so that what blocks never gets onto a
 * loop: the compiler asks for one or the other where a route is made.
 */
public sealed interface Handler {
    /** @throws ProblemException to answer with problem+json */
    Response handle(Request request);

    /** Runs on a thread that may block: a virtual one. */
    @FunctionalInterface
    non-sealed interface Blocking extends Handler {}

    /** Runs on the loop of the request's connection, at once: it takes microseconds and never blocks. */
    @FunctionalInterface
    non-sealed interface OnLoop extends Handler {}
}
