package dev.herald.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Header fields in order; names are compared without regard to case (RFC 9110, section 5.1).
 *
 * @param fields each with its name as it came
 */
public record Headers(List<Field> fields) {
    public static final Headers NONE = new Headers(List.of());

    /** One field line. Neither part holds CR, LF or NUL. */
    public record Field(String name, String value) {
        public Field {
            if (isBroken(name) || isBroken(value)) {
                throw new IllegalArgumentException("a header field holds no CR, LF or NUL: " + name.strip());
            }
        }

        private static boolean isBroken(String text) {
            return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
        }
    }

    public Headers {
        fields = List.copyOf(fields);
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    public Headers with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Headers(more);
    }
}
