package dev.herald.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A type of the publisher's own: {@code custom.<name>}.
 *
 * @param wireName the whole name, at most 128 characters
 */
public record CustomType(String wireName) implements EventType {
    private static final int LENGTH_MAX = 128;
    private static final Pattern FORM = Pattern.compile("custom\\.[a-z0-9_]+(\\.[a-z0-9_]+)*");

    public CustomType {
        if (!isCustom(wireName)) {
            throw new IllegalArgumentException("a custom type matches " + FORM);
        }
    }

    static Optional<CustomType> parse(String wireName) {
        return isCustom(wireName) ? Optional.of(new CustomType(wireName)) : Optional.empty();
    }

    private static boolean isCustom(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }
}
