package dev.herald.effect.autocommit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks into files for what must not be committed. One pass finds the places where a secret may begin, by the words of
 * {@link SecretRules}; only there something is compared, and nothing twice. It is a net and not a wall: what looks like
 * ordinary text gets through.
 */
final class SecretContent {
    private static final int VALUE_LENGTH_MIN = 16;
    private static final int VALUE_LENGTH_MAX = 512;
    private static final int PASSWORD_LENGTH_MIN = 8;
    private static final int PASSWORD_LENGTH_MAX = 200;
    private static final int USER_LENGTH_MAX = 100;
    private static final int NAME_REST_MAX = 40;
    private static final int SPACES_MAX = 8;
    private static final double ENTROPY_MIN = 3.5;
    private static final double HEX_ENTROPY_MIN = 2.8;
    private static final String ADDRESS = "://";

    private static final SecretRules RULES = SecretRules.load();
    private static final Keywords WORDS = words();

    /** Members of members, and constants, as programs name them. */
    private static final Pattern NAMED =
            Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w{0,30}){1,10}|[A-Z][A-Z0-9]{0,15}(_[A-Z0-9]{1,15}){1,10}");

    private SecretContent() {}

    /** Signs of forms, then names, then what addresses have. */
    private static Keywords words() {
        List<String> words = new ArrayList<>();
        RULES.rules().forEach(rule -> words.add(rule.form().sign()));
        words.addAll(RULES.names());
        words.add(ADDRESS);
        return new Keywords(words);
    }

    /** Whether there is something like a key, a token or a password in it. */
    static boolean isIn(byte[] content) {
        byte[] text = text(content);
        int forms = RULES.rules().size();
        int names = forms + RULES.names().size();
        return WORDS.search(text, (word, start, end) -> {
            if (word < forms) {
                return isForm(text, start, RULES.rules().get(word).form());
            }
            return word < names ? isAssigned(text, end) : hasPassword(text, end);
        });
    }

    /** Whether a merge's markers were left in it, each at the beginning of a line and in their order. */
    static boolean hasConflictMarkers(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int ours = line(text, "<<<<<<< ", 0);
        int middle = ours < 0 ? -1 : line(text, "=======", ours);
        return middle >= 0 && line(text, ">>>>>>> ", middle) >= 0;
    }

    private static int line(String text, String start, int from) {
        for (int at = text.indexOf(start, from); at >= 0; at = text.indexOf(start, at + 1)) {
            if (at == 0 || text.charAt(at - 1) == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Of UTF-16 the zeros are left out, which is all that there is to it here. */
    private static byte[] text(byte[] content) {
        boolean isWide = content.length > 2
                && (content[0] == (byte) 0xff && content[1] == (byte) 0xfe
                        || content[0] == (byte) 0xfe && content[1] == (byte) 0xff);
        return isWide
                ? new String(content, StandardCharsets.ISO_8859_1)
                        .replace("\0", "")
                        .getBytes(StandardCharsets.ISO_8859_1)
                : content;
    }

    private static boolean isForm(byte[] text, int at, SecretForm form) {
        boolean isInWord =
                at > 0 && isWord(text[at - 1]) && isWord((byte) form.sign().charAt(0));
        return !isInWord && form.isAt(text, at);
    }

    /** After {@code ://}: a user, a colon, a password, {@code @}. */
    private static boolean hasPassword(byte[] text, int from) {
        int at = run(text, from, USER_LENGTH_MAX, " \t\r\n:/@\"'<>", false);
        if (at == from || at >= text.length || text[at] != ':') {
            return false;
        }
        int end = run(text, at + 1, PASSWORD_LENGTH_MAX, " \t\r\n/@\"'<>{}$", false);
        if (end - at - 1 < PASSWORD_LENGTH_MIN || end >= text.length || text[end] != '@') {
            return false;
        }
        String password = string(text, at + 1, end);
        return entropy(password) >= HEX_ENTROPY_MIN && password.chars().anyMatch(Character::isDigit);
    }

    /** After a name: its rest, a sign of assignment, and a value, in quotes or up to the next white space. */
    private static boolean isAssigned(byte[] text, int from) {
        int at = from;
        while (at < text.length && at - from < NAME_REST_MAX && isName(text[at])) {
            at++;
        }
        at = run(text, at, 1, "\"'", true);
        at = run(text, at, 1, "]", true);
        at = run(text, at, SPACES_MAX, " \t\r\n", true);
        int sign = at;
        at = run(text, at, 1, ":", true);
        at = run(text, at, 1, "=", true);
        if (at == sign) {
            return false;
        }
        at = run(text, at, 1, at - sign == 1 && text[sign] == '=' ? ">" : "", true);
        at = run(text, at, SPACES_MAX, " \t\r\n", true);
        int value = run(text, at, 1, "\"'`", true);
        if (value > at) {
            int end = run(text, value, VALUE_LENGTH_MAX, " \t\r\n\"'`", false);
            boolean isClosed = end < text.length && "\"'`".indexOf(text[end]) >= 0;
            return isClosed && end - value >= VALUE_LENGTH_MIN && isRandom(string(text, value, end));
        }
        int end = at;
        while (end < text.length && end - at <= VALUE_LENGTH_MAX && isValue(text[end])) {
            end++;
        }
        boolean isCalled = end < text.length && "([{".indexOf(text[end]) >= 0;
        return end - at >= VALUE_LENGTH_MIN
                && end - at <= VALUE_LENGTH_MAX
                && !isCalled
                && isRandom(string(text, at, end));
    }

    /** The end of a run of these characters, or of others than these. */
    private static int run(byte[] text, int from, int max, String characters, boolean isOfThese) {
        int at = from;
        while (at < text.length && at - from < max && characters.indexOf(text[at]) >= 0 == isOfThese) {
            at++;
        }
        return at;
    }

    private static boolean isName(byte c) {
        return isWord(c) || c == '_' || c == '.' || c == '-';
    }

    private static boolean isValue(byte c) {
        return isName(c) || c == '+' || c == '/' || c == '=' || c == '~';
    }

    private static String string(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Not words, not a variable's name, not a path: something that was drawn. */
    private static boolean isRandom(String value) {
        boolean hasDigit = value.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean hasLetter = value.chars().anyMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
        boolean isHex = value.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        if (NAMED.matcher(value).matches()) {
            return false;
        }
        if (value.length() < VALUE_LENGTH_MIN || !hasDigit || value.contains("${") || value.contains("{{")) {
            return false;
        }
        if (isHex) {
            return value.length() >= 32 && hasLetter && entropy(value) >= HEX_ENTROPY_MIN;
        }
        return hasLetter && entropy(value) >= ENTROPY_MIN;
    }

    /** Shannon's, in bits a character. */
    private static double entropy(String value) {
        int[] counts = new int[256];
        value.chars().forEach(c -> counts[c & 0xff]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static boolean isWord(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
