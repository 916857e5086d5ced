package dev.herald.event;

/**
 * A field of {@code data} that some type's table names, as far as a {@link Rule} needs to know it.
 *
 * @param name the field
 * @param kind what JSON it is
 * @param text a text's characters, a number's own digits, else empty
 * @param size how many members or elements an object or array has
 */
record Value(String name, Kind kind, String text, int size) {
    enum Kind {
        TEXT,
        WHOLE_NUMBER,
        DECIMAL_NUMBER,
        FLAG,
        NOTHING,
        OBJECT,
        ARRAY
    }

    boolean isNumber() {
        return kind == Kind.WHOLE_NUMBER || kind == Kind.DECIMAL_NUMBER;
    }
}
