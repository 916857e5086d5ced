package dev.herald.effect.autocommit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks into files for what must not be committed. It errs on the safe side, and is fast where there is nothing: each
 * form has a few letters that a plain search finds, and only there the form is compared.
 */
final class SecretContent {
    /** Compared from a sign on, in characters. */
    private static final int WINDOW = 600;
    /** Places compared for each sign; a file with more is taken for data. */
    private static final int PLACES_MAX = 20_000;

    private static final int VALUE_LENGTH_MIN = 16;
    private static final double ENTROPY_MIN = 3.5;
    private static final double HEX_ENTROPY_MIN = 2.8;

    /** A sign that is searched, and the form that must stand there for it to count; it begins with the sign. */
    private record Form(String sign, Pattern form) {
        static Form of(String sign, String form) {
            return new Form(sign, Pattern.compile(form));
        }
    }

    private static final List<Form> FORMS = List.of(
            Form.of("-----BEGIN ", "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----"),
            Form.of("PuTTY-User-Key-File-", "PuTTY-User-Key-File-\\d"),
            Form.of("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[0-9A-Z]{20,}"),
            Form.of("AKIA", "AKIA[0-9A-Z]{16}(?![0-9A-Za-z])"),
            Form.of("ASIA", "ASIA[0-9A-Z]{16}(?![0-9A-Za-z])"),
            Form.of("ghp_", "ghp_[0-9A-Za-z]{30,}"),
            Form.of("gho_", "gho_[0-9A-Za-z]{30,}"),
            Form.of("ghu_", "ghu_[0-9A-Za-z]{30,}"),
            Form.of("ghs_", "ghs_[0-9A-Za-z]{30,}"),
            Form.of("ghr_", "ghr_[0-9A-Za-z]{30,}"),
            Form.of("github_pat_", "github_pat_[0-9A-Za-z_]{30,}"),
            Form.of("glpat-", "glpat-[0-9A-Za-z_-]{20,}"),
            Form.of("xox", "xox[abeoprs]-[0-9A-Za-z-]{10,}"),
            Form.of("xapp-", "xapp-\\d-[0-9A-Za-z-]{10,}"),
            Form.of("hooks.slack.com/services/", "hooks.slack.com/services/T[0-9A-Z]+/B[0-9A-Z]+/[0-9A-Za-z]{16,}"),
            Form.of("sk_live_", "sk_live_[0-9A-Za-z]{16,}"),
            Form.of("rk_live_", "rk_live_[0-9A-Za-z]{16,}"),
            Form.of("sk-", "sk-(ant-|proj-|svcacct-|admin-)?[0-9A-Za-z_-]{32,}"),
            Form.of("AIza", "AIza[0-9A-Za-z_-]{35}"),
            Form.of("GOCSPX-", "GOCSPX-[0-9A-Za-z_-]{20,}"),
            Form.of("ya29.", "ya29\\.[0-9A-Za-z_-]{30,}"),
            Form.of("npm_", "npm_[0-9A-Za-z]{36}"),
            Form.of("pypi-", "pypi-AgE[0-9A-Za-z_-]{40,}"),
            Form.of("hf_", "hf_[0-9A-Za-z]{30,}"),
            Form.of("SG.", "SG\\.[0-9A-Za-z_-]{16,}\\.[0-9A-Za-z_-]{30,}"),
            Form.of("dop_v1_", "dop_v1_[0-9a-f]{40,}"),
            Form.of("shpat_", "shpat_[0-9a-fA-F]{32}"),
            Form.of("AccountKey=", "AccountKey=[0-9A-Za-z+/]{60,}={0,2}"),
            Form.of("eyJ", "eyJ[0-9A-Za-z_-]{10,}\\.eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{16,}"),
            Form.of("hvs.", "hvs\\.[0-9A-Za-z_-]{24,}"));

    /** What secrets are called. In lower case. */
    private static final List<String> NAMES = List.of(
            "secret",
            "token",
            "passw",
            "pwd",
            "api_key",
            "apikey",
            "api-key",
            "access_key",
            "accesskey",
            "access-key",
            "private_key",
            "privatekey",
            "auth_key",
            "credential",
            "encryption_key",
            "_auth");

    /** A name's rest, a sign of assignment, and a value: in quotes, or up to the next white space. */
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "[\\w.-]{0,40}[\"']?\\]?\\s{0,8}(?::=|=>|[:=])\\s{0,8}(?:[\"'`]([^\"'`\\s]{16,512}+)[\"'`]|([\\w+/=.~-]{16,512}+)(?![\\w(\\[{]))");

    /** Members of members, and constants, as programs name them. */
    private static final Pattern NAMED =
            Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w{0,30}){1,10}|[A-Z][A-Z0-9]{0,15}(_[A-Z0-9]{1,15}){1,10}");

    /** A password in an address. */
    private static final Pattern ADDRESS = Pattern.compile("://[^\\s:/@\"'<>]{1,100}:([^\\s/@\"'<>{}$]{8,200})@");

    private SecretContent() {}

    /** Whether there is something like a key, a token or a password in it. */
    static boolean isIn(byte[] content) {
        String text = text(content);
        for (Form form : FORMS) {
            if (isAt(text, form)) {
                return true;
            }
        }
        return hasAddress(text) || hasAssignment(text);
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

    /** One character a byte; of UTF-16 the zeros are left out, which is all that there is to it here. */
    private static String text(byte[] content) {
        boolean isWide = content.length > 2
                && (content[0] == (byte) 0xff && content[1] == (byte) 0xfe
                        || content[0] == (byte) 0xfe && content[1] == (byte) 0xff);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return isWide ? text.replace("\0", "") : text;
    }

    private static boolean isAt(String text, Form form) {
        Matcher matcher = null;
        int places = 0;
        for (int at = text.indexOf(form.sign()); at >= 0; at = text.indexOf(form.sign(), at + 1)) {
            if (++places > PLACES_MAX) {
                return false;
            }
            if (at > 0 && isWord(text.charAt(at - 1)) && isWord(form.sign().charAt(0))) {
                continue;
            }
            matcher = matcher == null ? form.form().matcher(text) : matcher;
            if (matcher.region(at, Math.min(text.length(), at + WINDOW)).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAddress(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        int places = 0;
        for (int at = text.indexOf("://"); at >= 0 && places < PLACES_MAX; at = text.indexOf("://", at + 1)) {
            places++;
            if (matcher.region(at, Math.min(text.length(), at + WINDOW)).lookingAt()
                    && entropy(matcher.group(1)) >= HEX_ENTROPY_MIN
                    && matcher.group(1).chars().anyMatch(Character::isDigit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAssignment(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            lower = text;
        }
        Matcher matcher = ASSIGNMENT.matcher(text);
        for (String name : NAMES) {
            int places = 0;
            for (int at = lower.indexOf(name); at >= 0 && places < PLACES_MAX; at = lower.indexOf(name, at + 1)) {
                places++;
                int from = at + name.length();
                if (matcher.region(from, Math.min(text.length(), from + WINDOW)).lookingAt()
                        && isRandom(value(matcher))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String value(Matcher matcher) {
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
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

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
