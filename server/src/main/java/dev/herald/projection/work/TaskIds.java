package dev.herald.projection.work;

/** The ids that Herald gives to tasks: {@code T-1}, {@code T-2} and so on. */
final class TaskIds {
    static final String PREFIX = "T-";
    /** More digits are not counted on from. */
    private static final int DIGITS_MAX = 15;

    private TaskIds() {}

    /** The number of such an id; 0 for any other. */
    static long number(String id) {
        int length = id.length() - PREFIX.length();
        if (length < 1 || length > DIGITS_MAX || !id.startsWith(PREFIX)) {
            return 0;
        }
        long number = 0;
        for (int i = PREFIX.length(); i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            number = 10 * number + (c - '0');
        }
        return number;
    }
}
