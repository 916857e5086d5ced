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

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR -> false;
            case Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
