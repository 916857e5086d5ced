package dev.herald.http;

/**
 * A method and a path that lead to a handler.
 *
 * @param method such as {@code GET}; a GET route answers HEAD too
 * @param pattern such as {@code /api/v1/events/{event_id}}; a variable takes one segment
 * @param need what its caller must show; a route that does not say wants a token that holds
 * @param bodyBytesMax what a request's body may have; a larger one is answered 413 before it is kept
 * @param handler answers it, on the thread that its type asks for
 */
public record Route(String method, String pattern, Need need, int bodyBytesMax, Handler handler) {
    /** What a body may have where the route does not say, and where there is no route. */
    public static final int BODY_BYTES_MAX = 64 << 10;

    /** @throws IllegalArgumentException a handler for a loop where a token may have to wait for its keys */
    public Route {
        if (handler instanceof Handler.OnLoop && need != Need.OPEN) {
            throw new IllegalArgumentException(
                    method + " " + pattern + " is for a loop, which does not wait for the keys to check a token with");
        }
        if (bodyBytesMax < 0) {
            throw new IllegalArgumentException("a body has 0 bytes or more, not " + bodyBytesMax);
        }
    }

    public static Route get(String pattern, Handler.Blocking handler) {
        return new Route("GET", pattern, Need.READ, BODY_BYTES_MAX, handler);
    }

    public static Route post(String pattern, Handler.Blocking handler) {
        return new Route("POST", pattern, Need.READ, BODY_BYTES_MAX, handler);
    }

    /** A GET that everybody may ask, answered on the loop. */
    public static Route getOnLoop(String pattern, Handler.OnLoop handler) {
        return new Route("GET", pattern, Need.OPEN, BODY_BYTES_MAX, handler);
    }

    /** The same, for callers that show this. */
    public Route needing(Need other) {
        return new Route(method, pattern, other, bodyBytesMax, handler);
    }

    /** The same, for bodies of so many bytes at most. */
    public Route taking(int bytesMax) {
        return new Route(method, pattern, need, bytesMax, handler);
    }
}
