package dev.herald.projection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members of an event's {@code data}, read. Fields of the vocabulary's table have been checked at the door; where a
 * member is of another kind than asked for (a file of an older version may hold such), it is taken for absent. Immutable.
 */
public final class Members {
    /** No members. */
    public static final Members NONE = new Members(Map.of());

    /** Names are not interned: whoever sends new ones would fill what the JVM never lets go. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Digits of a number beyond which it is no id; a short number with a large exponent has billions. */
    private static final int DIGITS_MAX = 100;

    private final Map<String, @Nullable Object> values;

    private Members(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Of a value that is an object already, such as one inside another. Texts, numbers, facts, lists, maps, null. */
    public static Members of(Map<String, ? extends @Nullable Object> values) {
        return new Members(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** Of {@code data} in an event's canonical JSON. */
    static Members ofEvent(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals("data")) {
                    return new Members(object(parser));
                }
                parser.skipChildren();
            }
            return NONE;
        } catch (IOException broken) {
            throw new UncheckedIOException("the journal holds JSON, which was checked when it came", broken);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, value(parser));
        }
        return Collections.unmodifiableMap(members);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield Collections.unmodifiableList(elements);
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? decimal(parser.getText())
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value: " + token);
        };
    }

    /** A number, or its digits where its exponent is beyond any that can be computed with. */
    private static Object decimal(String digits) {
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException beyond) {
            return digits;
        }
    }

    /** Whether the member is there, with a value or null. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether the member is there and null. */
    public boolean isNull(String name) {
        return values.containsKey(name) && values.get(name) == null;
    }

    public @Nullable String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    /** A text that is not empty, or a number's digits: an id as other tools write it. */
    public @Nullable String reference(String name) {
        return reference(values.get(name));
    }

    public @Nullable Double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : null;
    }

    public @Nullable Long whole(String name) {
        return values.get(name) instanceof Long number ? number : null;
    }

    public @Nullable Boolean fact(String name) {
        return values.get(name) instanceof Boolean fact ? fact : null;
    }

    /** Whether the member is true. */
    public boolean is(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** The texts and numbers of an array, as texts; what else stands in it is passed over. Empty where there is none. */
    public List<String> references(String name) {
        return list(name).stream()
                .map(Members::reference)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** An array's elements; empty where there is none. */
    public List<? extends @Nullable Object> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    /** An object's members; none where there is none. */
    public Members object(String name) {
        return ofValue(values.get(name));
    }

    /** The members of a value that is an object, such as an element of {@link #list}; none of any other. */
    @SuppressWarnings("unchecked")
    public static Members ofValue(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new Members((Map<String, @Nullable Object>) map) : NONE;
    }

    /** All, by name. */
    public Map<String, @Nullable Object> all() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Members members && values.equals(members.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private static @Nullable String reference(@Nullable Object value) {
        return switch (value) {
            case String text when !text.isEmpty() -> text;
            case Long number -> number.toString();
            case BigDecimal number
            when Math.abs((long) number.precision() - number.scale()) <= DIGITS_MAX
                    && Math.abs(number.scale()) <= DIGITS_MAX -> number.toPlainString();
            case BigDecimal number -> number.toString();
            case null, default -> null;
        };
    }
}
