package dev.herald.http;

/** Answers a request. Runs on a virtual thread, so it may block; shares nothing. */
@FunctionalInterface
public interface Handler {
    /** @throws ProblemException to answer with problem+json */
    Response handle(Request request);
}
