package dev.herald.api.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.herald.event.JsonFault;
import dev.herald.event.Limits;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.projection.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request's body as one JSON object, within the limits of an event. Any thread. */
final class JsonBody {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING_MAX - 2)
                    .maxNumberLength(Limits.NUMBER_LENGTH_MAX)
                    .maxNameLength(Limits.NAME_LENGTH_MAX)
                    .maxStringLength(Limits.EVENT_BYTES_MAX)
                    .build())
            .build();

    private JsonBody() {}

    /** @throws ProblemException 415 for what says that it is no JSON, 400 for what is none, 422 for what is no object */
    static Members of(Request request) {
        String type = request.headers().first("Content-Type").orElse("application/json");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json") && !media.endsWith("+json")) {
            throw new ProblemException(
                    Problem.of(415, "Unsupported media type", "This takes application/json, not " + media + "."));
        }
        try {
            return parse(request.body(), 0, request.body().length);
        } catch (Malformed malformed) {
            throw new ProblemException(Problem.of(400, "Malformed body", String.valueOf(malformed.getMessage())));
        } catch (NoObject other) {
            throw new ProblemException(Problem.of(422, "Invalid", "The body must be a JSON object."));
        }
    }

    /** The same where a body may be left out. */
    static Members orNone(Request request) {
        return request.body().length == 0 ? Members.NONE : of(request);
    }

    /** It is no JSON that is read here. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String detail) {
            super(detail, null, false, false);
        }
    }

    /** It is JSON, and no object. */
    static final class NoObject extends Exception {
        private static final long serialVersionUID = 1L;

        NoObject() {
            super("must be an object", null, false, false);
        }
    }

    static Members parse(byte[] json, int from, int to) throws Malformed, NoObject {
        try (JsonParser parser = FACTORY.createParser(json, from, to - from)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new Malformed("the body is empty: a JSON object was expected");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new Malformed("something follows the JSON object");
            }
            if (!(value instanceof Map<?, ?>)) {
                throw new NoObject();
            }
            return Members.ofValue(value);
        } catch (JsonProcessingException broken) {
            throw new Malformed("no JSON that is read here: " + JsonFault.words(broken) + where(broken));
        } catch (NumberFormatException beyond) {
            throw new Malformed("a number is beyond what is read here");
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading an array did IO", impossible);
        }
    }

    private static String where(JsonProcessingException broken) {
        return broken.getLocation() == null
                ? ""
                : " at byte " + broken.getLocation().getByteOffset();
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? new BigDecimal(parser.getText())
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value: " + token);
        };
    }
}
