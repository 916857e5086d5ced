package dev.herald.http;

import java.nio.charset.StandardCharsets;

/**
 * A response, whole. The transport adds {@code Content-Length}, {@code Date} and what the connection needs.
 *
 * @param status 200 to 599
 * @param headers in the order written
 * @param body nobody writes to it; empty where there is none
 */
public record Response(int status, Headers headers, byte[] body) {
    private static final byte[] EMPTY = {};

    public static Response json(int status, byte[] json) {
        return new Response(status, Headers.NONE.with("Content-Type", "application/json"), json);
    }

    /** The record as JSON ({@link Json}). */
    public static Response json(int status, Record value) {
        return json(status, Json.bytes(value));
    }

    public static Response text(int status, String contentType, String text) {
        return new Response(
                status, Headers.NONE.with("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response empty(int status) {
        return new Response(status, Headers.NONE, EMPTY);
    }

    /** Bytes of some other kind. */
    public static Response bytes(int status, String contentType, byte[] bytes) {
        return new Response(status, Headers.NONE.with("Content-Type", contentType), bytes);
    }

    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }
}
