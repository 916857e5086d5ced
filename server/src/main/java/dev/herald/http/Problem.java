package dev.herald.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** What all problems say. */
    private record Members(
            String type,
            String title,
            int status,
            String detail,
            @Json.LeftOutIfNull @Nullable List<Location> errors) {}

    /** The answer that says so. */
    public Response response() {
        return response(Json.bytes(members()));
    }

    /** The same, with members of this kind of problem's own (RFC 9457, section 3.2). */
    public Response response(Record more) {
        return response(Json.bytes(members(), more));
    }

    private Members members() {
        return new Members("about:blank", title, status, detail, errors.isEmpty() ? null : errors);
    }

    private Response response(byte[] json) {
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Content-Type", "application/problem+json"));
        fields.addAll(headers.fields());
        return new Response(status, new Headers(fields), json);
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, List.of(), Headers.NONE);
    }

    public Problem with(String name, String value) {
        return new Problem(status, title, detail, errors, headers.with(name, value));
    }
}
