package dev.herald.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request target in origin form (RFC 9112, section 3.2.1), decoded once and strictly (RFC 3986, section 2.1): a
 * target that two readers could read differently is refused.
 *
 * @param path starts with {@code /}; holds no control character, no backslash, no {@code .} or {@code ..} segment, and
 *     no slash that was encoded
 * @param query each name with its values in order, the names in the order in which they were given last; {@code +} is a
 *     space
 */
public record Target(String path, Map<String, List<String>> query) {
    /** Parameters in one query; more are refused. */
    public static final int PARAMETERS_MAX = 256;

    /** @throws ProblemException 400, the target is malformed */
    public static Target parse(String target) {
        int mark = target.indexOf('?');
        String rawPath = mark < 0 ? target : target.substring(0, mark);
        if (!rawPath.startsWith("/")) {
            throw malformed("the request target must start with '/'");
        }
        if (target.indexOf('#') >= 0) {
            throw malformed("the request target holds a '#'");
        }
        return new Target(path(rawPath), mark < 0 ? Map.of() : query(target.substring(mark + 1)));
    }

    private static String path(String raw) {
        String path = raw;
        if (raw.indexOf('%') >= 0 || !isPlain(raw)) {
            for (int at = raw.indexOf('%'); at >= 0; at = raw.indexOf('%', at + 3)) {
                if (raw.regionMatches(true, at, "%2f", 0, 3)) {
                    throw malformed("the path holds an encoded slash");
                }
            }
            path = decode(raw, false);
            for (int at = 0; at < path.length(); at++) {
                if (path.charAt(at) == '\\' || Character.isISOControl(path.charAt(at))) {
                    throw malformed("the path holds a backslash or a control character");
                }
            }
        }
        if (path.contains("/.") && hasDotSegment(path)) {
            throw malformed("the path holds a '.' or '..' segment");
        }
        return path;
    }

    private static boolean isPlain(String raw) {
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c <= ' ' || c >= 0x7f || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasDotSegment(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        int count = 0;
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > PARAMETERS_MAX) {
                throw malformed("the query holds more than " + PARAMETERS_MAX + " parameters");
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
            List<String> values = query.remove(name);
            List<String> all = values == null ? new ArrayList<>(1) : values;
            all.add(value);
            query.put(name, all);
        }
        query.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(query);
    }

    private static String decode(String raw, boolean plusIsSpace) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c == '%') {
                int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
                int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed("a '%' in the request target is not followed by two hexadecimal digits");
                }
                bytes[length++] = (byte) (high << 4 | low);
                at += 2;
            } else if (c > ' ' && c < 0x7f) {
                bytes[length++] = plusIsSpace && c == '+' ? (byte) ' ' : (byte) c;
            } else {
                throw malformed("the request target holds a character that must be percent-encoded");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("the percent-encoded bytes of the request target are not UTF-8");
        }
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(400, "Bad Request", detail));
    }
}
