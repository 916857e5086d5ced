package dev.herald.net.http2;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Target;
import dev.herald.net.Link;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The head of a request over HTTP/2, checked (RFC 9113, section 8.3). Any thread. */
final class Http2Request {
    private static final Set<String> OF_A_CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    /** Colon, space and line end, which HTTP/1.1 counts. */
    private static final int FIELD_MARKS = 4;

    private Http2Request() {}

    /** @throws ProblemException the request is refused */
    static Request parse(Http2Headers fields, Link link) {
        CharSequence method = fields.method();
        CharSequence path = fields.path();
        if (method == null || path == null) {
            throw new ProblemException(Problem.of(400, "Bad Request", "a request has :method and :path"));
        }
        if (path.length() > link.site().limits().requestLineBytes()) {
            throw new ProblemException(Problem.of(414, "URI Too Long", "the :path is too long"));
        }
        if (!isVisible(method) || !isVisible(path)) {
            throw new ProblemException(
                    Problem.of(400, "Bad Request", "the :method or :path holds a space or a control character"));
        }
        boolean isStar = "*".contentEquals(path) && "OPTIONS".contentEquals(method);
        Target target = isStar ? new Target("*", Map.of()) : Target.parse(path.toString());
        List<Headers.Field> list = new ArrayList<>(fields.size());
        int bytes = 0;
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            bytes += name.length() + field.getValue().length() + FIELD_MARKS;
            if (bytes > link.site().limits().headerBytes()) {
                throw new ProblemException(
                        Problem.of(431, "Request Header Fields Too Large", "the header fields are too large"));
            }
            if (!name.startsWith(":") && !OF_A_CONNECTION.contains(name) && !name.startsWith("x-http2-")) {
                list.add(checked(name, field.getValue().toString()));
            }
        }
        // RFC 9113, section 8.3.1: what reads a request need not know which HTTP brought it.
        if (!fields.contains("host")) {
            list.add(checked("host", authority(fields)));
        }
        Headers headers = new Headers(list);
        return Request.of(
                method.toString(), target.path(), target.query(), headers, new byte[0], link.client(headers), Map.of());
    }

    /** 0 where it does not say; the codec has seen to it that it is a number. */
    static long announced(Http2Headers fields) {
        return fields.getLong("content-length", 0);
    }

    /** RFC 9113, section 8.3.1: there is one, and a {@code Host} beside it says the same. */
    static String authority(Http2Headers fields) {
        CharSequence named = fields.authority();
        for (CharSequence host : fields.getAll("host")) {
            if (named != null && !AsciiString.contentEqualsIgnoreCase(named, host)) {
                throw new ProblemException(Problem.of(400, "Bad Request", "the request addresses two different hosts"));
            }
            named = host;
        }
        if (named == null || named.isEmpty()) {
            throw new ProblemException(Problem.of(400, "Bad Request", "a request has :authority"));
        }
        return named.toString();
    }

    private static boolean isVisible(CharSequence text) {
        return text.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    private static Headers.Field checked(String name, String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                throw new ProblemException(Problem.of(400, "Bad Request", "a header field holds a control character"));
            }
        }
        return new Headers.Field(name, value);
    }
}
