package dev.herald.app;

/** Text from elsewhere on a line of a terminal: it must neither end the line nor command the terminal. */
final class Line {
    private Line() {}

    /** Control characters, and those that turn the direction of writing, are shown as escapes. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> plain.append("\\n");
                case '\r' -> plain.append("\\r");
                case '\t' -> plain.append("\\t");
                default -> {
                    if (isPrintable(point)) {
                        plain.appendCodePoint(point);
                    } else {
                        plain.append("\\u{").append(Integer.toHexString(point)).append('}');
                    }
                }
            }
        });
        return plain.toString();
    }

    /** The same, at most so many characters. */
    static String plain(String text, int lengthMax) {
        return text.length() <= lengthMax ? plain(text) : plain(text.substring(0, lengthMax)) + "…";
    }

    /**
     * JSON that somebody else wrote, on a line of a terminal: the same value, with what commands a terminal or turns the
     * direction of writing as escapes. Such characters stand in JSON's texts alone.
     */
    static String json(String json) {
        StringBuilder line = null;
        for (int i = 0; i < json.length(); i += Character.charCount(json.codePointAt(i))) {
            int point = json.codePointAt(i);
            boolean isPlain = point >= ' ' && point < 0x7f || isPrintable(point);
            if (!isPlain && line == null) {
                line = new StringBuilder(json.length() + 32).append(json, 0, i);
            }
            if (line != null) {
                append(line, point, isPlain);
            }
        }
        return line == null ? json : line.toString();
    }

    private static void append(StringBuilder line, int point, boolean isPlain) {
        if (isPlain) {
            line.appendCodePoint(point);
        } else if (point == '\n' || point == '\r' || point == '\t') {
            // Between the parts of JSON, where no escape may stand.
            line.append(' ');
        } else {
            for (char unit : Character.toChars(point)) {
                line.append(String.format("\\u%04x", (int) unit));
            }
        }
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR -> false;
            case Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
