package dev.herald.http;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What a path answers to: the same words for routes and for what a transport serves itself. {@code OPTIONS} is answered
 * everywhere (RFC 9110, section 9.3.7).
 *
 * @param allow the value of {@code Allow}
 */
public record Methods(String allow) {
    /** Of those that are served, {@code OPTIONS} beside them. */
    public static Methods of(Collection<String> served) {
        TreeSet<String> methods = new TreeSet<>(served);
        methods.add("OPTIONS");
        return new Methods(String.join(", ", methods));
    }

    /** What a request is told whose method is not served: for {@code OPTIONS} what is, else 405. */
    public Response instead(Request request) {
        if (request.method().equals("OPTIONS")) {
            return Response.empty(204).with("Allow", allow);
        }
        return new Problem(
                        405,
                        "Method Not Allowed",
                        request.method() + " is not answered here, only " + allow,
                        List.of(),
                        Headers.NONE.with("Allow", allow))
                .response();
    }
}
