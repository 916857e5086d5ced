package dev.herald.http;

import java.util.List;

/**
 * Why a request was refused, as {@code application/problem+json} (RFC 9457).
 *
 * @param status the response's
 * @param title a short name of the kind of problem, the same for all of that kind
 * @param detail what was wrong with this request and what to do
 * @param errors where in the body, for validation; empty otherwise
 * @param headers to add, such as {@code Retry-After} or {@code Allow}
 */
public record Problem(int status, String title, String detail, List<Location> errors, Headers headers) {
    /** A place in the body: an RFC 6901 pointer. */
    public record Location(String pointer, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, List.of(), Headers.NONE);
    }

    public Problem with(String name, String value) {
        return new Problem(status, title, detail, errors, headers.with(name, value));
    }
}
