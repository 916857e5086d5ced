package dev.herald.transport.socketio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an event or an acknowledgement carries. A value.
 *
 * @param json each a JSON value, without white space, its members in their order; a binary one is a placeholder
 * @param attachments what the placeholders stand for, in order
 */
public record Arguments(List<String> json, List<byte[]> attachments) {
    static final int NESTING_MAX = 64;

    /** Values and names in one packet: reading it must not keep others on the loop waiting. */
    static final int TOKENS_MAX = 20_000;

    /** Arguments of one event, its name included. */
    static final int VALUES_MAX = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    public Arguments {
        json = List.copyOf(json);
        attachments = List.copyOf(attachments);
    }

    public static Arguments of(String... json) {
        return new Arguments(List.of(json), List.of());
    }

    /** As one JSON array. */
    String array() {
        return "[" + String.join(",", json) + "]";
    }

    /** The values of a JSON array; empty for anything else. */
    static Optional<List<String>> values(String array) {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            Compact compact = new Compact(parser);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (values.size() == VALUES_MAX) {
                    return Optional.empty();
                }
                values.add(compact.value());
            }
            return parser.nextToken() == null ? Optional.of(values) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Whether each placeholder among the values stands for one of so many attachments. */
    static boolean haveTheirPlaces(List<String> values, int attachments) {
        for (String value : values) {
            try (JsonParser parser = JSON.createParser(value)) {
                parser.nextToken();
                if (!hasItsPlaces(parser, attachments)) {
                    return false;
                }
            } catch (IOException _) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasItsPlaces(JsonParser parser, int attachments) throws IOException {
        JsonToken start = parser.currentToken();
        if (start == JsonToken.START_ARRAY) {
            boolean isRight = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                isRight &= hasItsPlaces(parser, attachments);
            }
            return isRight;
        }
        if (start != JsonToken.START_OBJECT) {
            return true;
        }
        boolean isRight = true;
        boolean isPlaceholder = false;
        boolean isPlace = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            isPlaceholder |= name.equals("_placeholder") && value == JsonToken.VALUE_TRUE;
            if (name.equals("num")) {
                long number = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
                isPlace = number >= 0 && number < attachments;
            }
            isRight &= hasItsPlaces(parser, attachments);
        }
        return isRight && (!isPlaceholder || isPlace);
    }

    /** A JSON object without white space; empty for anything else. */
    static Optional<String> object(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            String compact = new Compact(parser).value();
            return parser.nextToken() == null ? Optional.of(compact) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The text of a JSON string; empty for any other value. */
    static Optional<String> string(String value) {
        try (JsonParser parser = JSON.createParser(value)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Writes values without white space, as long as there are not too many. */
    private static final class Compact {
        private final JsonParser parser;
        private int tokens;

        private Compact(JsonParser parser) {
            this.parser = parser;
        }

        /** The value that the parser stands on. */
        private String value() throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator generator = JSON.createGenerator(text)) {
                int depth = 0;
                do {
                    if (++tokens > TOKENS_MAX) {
                        throw new StreamConstraintsException("more than " + TOKENS_MAX + " values and names");
                    }
                    JsonToken token = parser.currentToken();
                    generator.copyCurrentEventExact(parser);
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                } while (depth > 0 && parser.nextToken() != null);
            }
            return text.toString();
        }
    }
}
