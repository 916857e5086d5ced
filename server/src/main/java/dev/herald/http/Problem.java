package dev.herald.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    private static final JsonFactory JSON = new JsonFactory();

    /** A place in the body: an RFC 6901 pointer. */
    public record Location(String pointer, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    /** The answer that says so. */
    public Response response() {
        // A writer takes a lone surrogate, which may stand in what the client sent; it ends as a question mark.
        StringWriter body = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            if (!errors.isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (Location error : errors) {
                    json.writeStartObject();
                    json.writeStringField("pointer", error.pointer());
                    json.writeStringField("detail", error.detail());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        List<Headers.Field> fields = new ArrayList<>();
        fields.add(new Headers.Field("Content-Type", "application/problem+json"));
        fields.addAll(headers.fields());
        return new Response(status, new Headers(fields), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, List.of(), Headers.NONE);
    }

    public Problem with(String name, String value) {
        return new Problem(status, title, detail, errors, headers.with(name, value));
    }
}
