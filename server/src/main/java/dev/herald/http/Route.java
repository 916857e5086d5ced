package dev.herald.http;

/**
 * A method and a path that lead to a handler.
 *
 * @param method such as {@code GET}; a GET route answers HEAD too
 * @param pattern such as {@code /api/v1/events/{event_id}}; a variable takes one segment
 * @param handler answers it
 */
public record Route(String method, String pattern, Handler handler) {
    public static Route get(String pattern, Handler handler) {
        return new Route("GET", pattern, handler);
    }

    public static Route post(String pattern, Handler handler) {
        return new Route("POST", pattern, handler);
    }
}
