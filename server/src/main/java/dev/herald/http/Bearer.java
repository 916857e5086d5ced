package dev.herald.http;

import java.util.List;
import java.util.regex.Pattern;

/** What {@code Authorization} says (RFC 6750, section 2.1). */
sealed interface Bearer {
    /** There is no such field, or it is of another scheme, which nobody here reads. */
    record None() implements Bearer {}

    /** @param token in the alphabet of tokens */
    record Token(String token) implements Bearer {}

    /** A bearer's field without a token in it. */
    record Malformed() implements Bearer {}

    /** More than one field: who speaks cannot be told. */
    record Ambiguous() implements Bearer {}

    String SCHEME = "bearer";

    /** {@code b64token} of RFC 6750, to which a field's own limit of bytes sets an end. */
    Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    static Bearer of(Headers headers) {
        List<String> fields = headers.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Authorization"))
                .map(field -> field.value().strip())
                .toList();
        if (fields.size() > 1) {
            return new Ambiguous();
        }
        if (fields.isEmpty()) {
            return new None();
        }
        String field = fields.getFirst();
        int end = field.indexOf(' ');
        String scheme = end < 0 ? field : field.substring(0, end);
        if (!scheme.equalsIgnoreCase(SCHEME)) {
            return new None();
        }
        String token = end < 0 ? "" : field.substring(end).strip();
        return TOKEN.matcher(token).matches() ? new Token(token) : new Malformed();
    }
}
