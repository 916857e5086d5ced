package dev.herald.http;

/**
 * A method and a path that lead to a handler.
 *
 * @param method such as {@code GET}; a GET route answers HEAD too
 * @param pattern such as {@code /api/v1/events/{event_id}}; a variable takes one segment
 * @param need what its caller must show; a route that does not say wants a token that holds
 * @param handler answers it
 */
public record Route(String method, String pattern, Need need, Handler handler) {
    public static Route get(String pattern, Handler handler) {
        return new Route("GET", pattern, Need.READ, handler);
    }

    public static Route post(String pattern, Handler handler) {
        return new Route("POST", pattern, Need.READ, handler);
    }

    /** The same, for callers that show this. */
    public Route needing(Need other) {
        return new Route(method, pattern, other, handler);
    }
}
