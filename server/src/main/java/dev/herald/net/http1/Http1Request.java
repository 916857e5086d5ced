package dev.herald.net.http1;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Target;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The head of an HTTP/1.x request, checked.
 *
 * @param authority whom it addresses; empty when an HTTP/1.0 request does not say
 * @param announcedBytes of the body, -1 when it is chunked
 */
record Http1Request(
        String method,
        Target target,
        String authority,
        Headers headers,
        boolean isHttp10,
        boolean isKeepAlive,
        boolean expectsContinue,
        long announcedBytes) {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("transfer-encoding", "keep-alive", "proxy-connection", "te", "expect", "http2-settings");

    /** @throws ProblemException the request is refused, and where its end is cannot be trusted */
    static Http1Request parse(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            throw new ProblemException(malformed(head.decoderResult().cause()));
        }
        HttpVersion version = head.protocolVersion();
        boolean isHttp10 = version.equals(HttpVersion.HTTP_1_0);
        if (!isHttp10 && !version.equals(HttpVersion.HTTP_1_1)) {
            throw problem(505, "HTTP Version Not Supported", "HTTP/1.0, HTTP/1.1 and HTTP/2 are spoken here");
        }
        HttpHeaders fields = head.headers();
        String authority = host(fields, isHttp10);
        String uri = head.uri();
        if (uri.regionMatches(true, 0, "http://", 0, 7) || uri.regionMatches(true, 0, "https://", 0, 8)) {
            int start = uri.indexOf("://") + 3;
            int slash = uri.indexOf('/', start);
            authority = uri.substring(start, slash < 0 ? uri.length() : slash);
            if (authority.isEmpty()) {
                throw problem(400, "Bad Request", "the request target names no host");
            }
            uri = slash < 0 ? "/" : uri.substring(slash);
        }
        String method = head.method().name();
        Target target = uri.equals("*") && method.equals("OPTIONS") ? new Target("*", Map.of()) : Target.parse(uri);
        return new Http1Request(
                method,
                target,
                authority,
                headers(fields, isHttp10),
                isHttp10,
                HttpUtil.isKeepAlive(head),
                expectsContinue(fields) && !isHttp10,
                announced(fields, isHttp10));
    }

    /** What the decoder could not take. */
    static Problem malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> Problem.of(414, "URI Too Long", "the request line is too long");
            case TooLongFrameException _ ->
                Problem.of(431, "Request Header Fields Too Large", "the header fields are too large");
            default -> Problem.of(400, "Bad Request", "the request is not well-formed HTTP/1.1");
        };
    }

    /** RFC 9112, section 3.2: exactly one, which HTTP/1.0 may leave out. */
    private static String host(HttpHeaders fields, boolean isHttp10) {
        List<String> hosts = fields.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || hosts.isEmpty() && !isHttp10) {
            throw problem(400, "Bad Request", "a request has exactly one Host field");
        }
        if (!isHttp10 && hosts.getFirst().isEmpty()) {
            throw problem(400, "Bad Request", "the Host field is empty");
        }
        return hosts.isEmpty() ? "" : hosts.getFirst();
    }

    /** RFC 9112, section 6: the decoder refuses both lengths at once and several lengths. */
    private static long announced(HttpHeaders fields, boolean isHttp10) {
        List<String> encodings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            if (isHttp10) {
                throw problem(400, "Bad Request", "HTTP/1.0 has no Transfer-Encoding");
            }
            if (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
                throw problem(400, "Bad Request", "the only Transfer-Encoding taken here is chunked");
            }
            return -1;
        }
        String length = fields.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length == null) {
            return 0;
        }
        if (length.isEmpty() || length.length() > 18 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw problem(400, "Bad Request", "the Content-Length is not a number of bytes");
        }
        return Long.parseLong(length);
    }

    private static boolean expectsContinue(HttpHeaders fields) {
        String expected = fields.get(HttpHeaderNames.EXPECT);
        if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
            throw problem(417, "Expectation Failed", "the only expectation met here is 100-continue");
        }
        return expected != null;
    }

    /** HTTP/1.0 cannot upgrade: its {@code Upgrade} is as if it were not there (RFC 9110, section 7.8). */
    private static Headers headers(HttpHeaders fields, boolean isHttp10) {
        List<Headers.Field> list = new ArrayList<>(fields.size());
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = fields.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            String value = entry.getValue().toString();
            for (int at = 0; at < value.length(); at++) {
                char c = value.charAt(at);
                if (c < ' ' && c != '\t' || c == 0x7f) {
                    throw problem(400, "Bad Request", "a header field holds a control character");
                }
            }
            String name = entry.getKey().toString();
            boolean isIgnored = isHttp10 && HttpHeaderNames.UPGRADE.contentEqualsIgnoreCase(name);
            if (!isIgnored && !OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                list.add(new Headers.Field(name, value));
            }
        }
        return new Headers(list);
    }

    private static ProblemException problem(int status, String title, String detail) {
        return new ProblemException(Problem.of(status, title, detail));
    }
}
