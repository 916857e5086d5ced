package dev.herald.event;

/** The bounds of one event on its way in. Beyond any of them it is refused with its name, never cut. */
public final class Limits {
    /** Bytes of one event's JSON as published. */
    public static final int EVENT_BYTES_MAX = 1024 * 1024;
    /** Objects and arrays inside each other, the event's own object counted. */
    public static final int NESTING_MAX = 64;
    /** Characters of one number, sign and exponent counted. Its value is unbounded where no field bounds it. */
    public static final int NUMBER_LENGTH_MAX = 1_000;
    /** Bytes of one member's name. */
    public static final int NAME_LENGTH_MAX = 4_096;
    /** Rooms that a publisher may name beside the derived ones. */
    public static final int ROOMS_MAX = 16;
    /** Characters of {@code source}. */
    public static final int SOURCE_LENGTH_MAX = 128;
    /** Characters of an idempotency key. */
    public static final int IDEMPOTENCY_KEY_LENGTH_MAX = 256;
    /** Faults told about one event; those after it are left out. */
    public static final int FAULTS_MAX = 32;

    private Limits() {}

    /** Whether the text may be an idempotency key: 1 to 256 characters, none of them a control character. */
    public static boolean isIdempotencyKey(String text) {
        return isPlain(text, IDEMPOTENCY_KEY_LENGTH_MAX);
    }

    /** Whether the text may be an event's source: 1 to 128 characters, none of them a control character. */
    public static boolean isSource(String text) {
        return isPlain(text, SOURCE_LENGTH_MAX);
    }

    private static boolean isPlain(String text, int lengthMax) {
        if (text.isEmpty() || text.length() > lengthMax) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
