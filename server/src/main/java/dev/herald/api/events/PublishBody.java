package dev.herald.api.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a publisher sent, cut into its events without reading them: one object, the elements of an array, or the lines of
 * NDJSON.
 *
 * @param json the body
 * @param slices where each event stands in it
 * @param isBatch whether the answer is for many
 */
record PublishBody(byte[] json, List<Slice> slices, boolean isBatch) {
    private static final int NESTING_MAX = 66;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build())
            .build();

    /** From the first byte to the one after the last. */
    record Slice(int from, int to) {}

    /** @param eventsMax so many events, or it is refused whole */
    static PublishBody of(String contentType, byte[] body, int eventsMax) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> lines(body, eventsMax);
            case "application/json", "" -> isArray(body) ? elements(body, eventsMax) : one(body);
            default ->
                throw new ProblemException(Problem.of(
                        415,
                        "Unsupported media type",
                        "Publish application/json (an object or an array of them) or application/x-ndjson (one object"
                                + " a line)."));
        };
    }

    private static PublishBody one(byte[] body) {
        return new PublishBody(body, List.of(new Slice(0, body.length)), false);
    }

    private static PublishBody lines(byte[] body, int eventsMax) {
        List<Slice> slices = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                if (!isBlank(body, from, i)) {
                    add(slices, new Slice(from, i), eventsMax);
                }
                from = i + 1;
            }
        }
        return new PublishBody(body, slices, true);
    }

    private static PublishBody elements(byte[] body, int eventsMax) {
        List<Slice> slices = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                add(slices, new Slice(from, (int) parser.currentLocation().getByteOffset()), eventsMax);
            }
            if (parser.nextToken() != null) {
                throw malformed("Something follows the array.");
            }
        } catch (IOException notJson) {
            throw malformed("The array is not JSON, or is nested deeper than " + (NESTING_MAX - 2) + ".");
        }
        return new PublishBody(body, slices, true);
    }

    private static void add(List<Slice> slices, Slice next, int eventsMax) {
        if (slices.size() == eventsMax) {
            throw new ProblemException(Problem.of(
                    413,
                    "Too many events",
                    "One request has at most " + eventsMax + " events: nothing of this one was kept, send it in"
                            + " smaller ones."));
        }
        slices.add(next);
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(400, "Malformed body", detail));
    }

    private static boolean isArray(byte[] body) {
        for (byte b : body) {
            if (!isSpace(b)) {
                return b == '[';
            }
        }
        return false;
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(body[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
