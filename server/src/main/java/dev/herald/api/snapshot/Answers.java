package dev.herald.api.snapshot;

import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Rfc3339;
import dev.herald.http.Json;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.query.Seen;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers as of a position: with {@code as_of} and {@code at}, an {@code ETag}, and the {@code Link} from which a
 * subscriber goes on without a hole. The tag is weak: an answer as of the same position is the same up to the next full
 * minute, but for {@code at} and for ages. Any thread.
 */
public final class Answers {
    private static final long MINUTE_MILLIS = 60_000;
    private static final int TAG_BYTES = 8;

    private Answers() {}

    private record Moment(String asOf, String at) {}

    /** An object; what it holds is only made where the client does not have it yet. */
    public static Response object(
            Request request, Seen<?> seen, @Nullable ProjectId project, Supplier<? extends Record> body) {
        return answer(
                request,
                seen,
                project,
                () -> Response.json(
                        200, Json.bytes(body.get(), new Moment(seen.asOf().toString(), at(seen)))));
    }

    /** One thing that has versions: its tag is its version, which a change may name in {@code If-Match}. */
    public static Response versioned(
            Request request, Seen<?> seen, @Nullable ProjectId project, long version, Supplier<? extends Record> body) {
        return answer(
                request,
                seen,
                project,
                "\"" + version + "\"",
                () -> Response.json(
                        200, Json.bytes(body.get(), new Moment(seen.asOf().toString(), at(seen)))));
    }

    /** An object with the members of one record, then of another. */
    public static Response object(
            Request request,
            Seen<?> seen,
            @Nullable ProjectId project,
            Supplier<? extends Record> body,
            Supplier<? extends Record> more) {
        return answer(
                request,
                seen,
                project,
                () -> Response.json(
                        200,
                        Json.bytes(
                                body.get(), more.get(), new Moment(seen.asOf().toString(), at(seen)))));
    }

    /** An array, as clients of old know it: what it is as of is said in the headers. */
    public static Response array(
            Request request, Seen<?> seen, @Nullable ProjectId project, Supplier<? extends List<?>> body) {
        return answer(request, seen, project, () -> Response.json(200, Json.array(body.get())));
    }

    /** Anything else, such as a file. */
    public static Response answer(Request request, Seen<?> seen, @Nullable ProjectId project, Supplier<Response> body) {
        return answer(request, seen, project, tag(request, seen), body);
    }

    private static Response answer(
            Request request, Seen<?> seen, @Nullable ProjectId project, String tag, Supplier<Response> body) {
        boolean isKnown = request.headers()
                .first("If-None-Match")
                .filter(text -> names(text, tag))
                .isPresent();
        Response response = isKnown ? Response.empty(304) : body.get();
        return response.with("ETag", tag)
                .with("Cache-Control", "private, no-cache")
                .with("Link", link(seen, project))
                .with("Herald-As-Of", seen.asOf().toString())
                .with("Herald-At", at(seen));
    }

    /** Whether a field of tags names this one (RFC 9110, section 13.1.2: compared weakly). */
    private static boolean names(String field, String tag) {
        return Arrays.stream(field.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || weak(one).equals(weak(tag)));
    }

    private static String weak(String tag) {
        return tag.startsWith("W/") ? tag : "W/" + tag;
    }

    private static String at(Seen<?> seen) {
        return Rfc3339.text(seen.atMillis());
    }

    private static String link(Seen<?> seen, @Nullable ProjectId project) {
        String of = project == null ? "" : "project_id=" + project + "&";
        return "</api/v1/sse/events?" + of + "last_event_id=" + seen.asOf() + ">; rel=\"events\"";
    }

    private static String tag(Request request, Seen<?> seen) {
        StringBuilder asked = new StringBuilder(request.path());
        new TreeMap<>(request.query()).forEach((name, values) -> {
            if (!name.equals("as_of") && !name.equals("token")) {
                asked.append('&').append(name).append('=');
                values.forEach(value -> asked.append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
            }
        });
        Reach reach = request.grant().reach();
        if (!reach.isEveryProject() || !reach.isEveryType()) {
            TreeSet<String> seeing = new TreeSet<>();
            reach.projects().forEach(project -> seeing.add("p " + project));
            reach.types().stream().map(EventType::wireName).forEach(type -> seeing.add("t " + type));
            asked.append(reach.isEveryProject()).append(reach.isEveryType()).append(seeing);
        }
        return "W/\"" + seen.asOf() + "-" + seen.atMillis() / MINUTE_MILLIS + "-" + digest(asked.toString()) + "\"";
    }

    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }
}
