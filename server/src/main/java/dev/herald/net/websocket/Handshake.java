package dev.herald.net.websocket;

import dev.herald.access.OriginRule;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Judges a request to open a WebSocket (RFC 6455, section 4.2). Any thread. */
public sealed interface Handshake {
    /** @param headers of the 101 */
    record Accepted(Headers headers, boolean isDeflated) implements Handshake {}

    record Refused(Problem problem) implements Handshake {}

    String VERSION = "13";
    String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    int KEY_BYTES = 16;

    static Handshake judge(Request request, OriginRule origins) {
        Headers headers = request.headers();
        if (!hasToken(headers, "Upgrade", "websocket") || !hasToken(headers, "Connection", "upgrade")) {
            return refused(
                    426,
                    "Upgrade Required",
                    "this path is spoken to over WebSocket; send Upgrade: websocket",
                    new Headers(List.of(new Headers.Field("Upgrade", "websocket"))));
        }
        if (!values(headers, "Sec-WebSocket-Version").equals(List.of(VERSION))) {
            return refused(
                    426,
                    "Upgrade Required",
                    "Sec-WebSocket-Version is " + VERSION,
                    new Headers(List.of(
                            new Headers.Field("Upgrade", "websocket"),
                            new Headers.Field("Sec-WebSocket-Version", VERSION))));
        }
        List<String> keys = values(headers, "Sec-WebSocket-Key");
        if (keys.size() != 1 || !isKey(keys.getFirst())) {
            return refused(400, "Bad Request", "Sec-WebSocket-Key is the base64 of 16 bytes, once", Headers.NONE);
        }
        String origin = headers.first("Origin").orElse(null);
        if (!origins.allows(origin, headers.first("Host").orElse(null))) {
            return refused(
                    403,
                    "Forbidden",
                    "pages of this origin may not connect; HERALD_CORS_ORIGINS names those that may",
                    Headers.NONE);
        }
        Optional<String> protocol = Subprotocol.answer(values(headers, "Sec-WebSocket-Protocol"));
        Optional<String> deflate = DeflateOffer.answer(values(headers, "Sec-WebSocket-Extensions"));
        Headers answer =
                Headers.NONE.with("Upgrade", "websocket").with("Sec-WebSocket-Accept", accept(keys.getFirst()));
        if (protocol.isPresent()) {
            answer = answer.with("Sec-WebSocket-Protocol", protocol.get());
        }
        return new Accepted(
                deflate.isPresent() ? answer.with("Sec-WebSocket-Extensions", deflate.get()) : answer,
                deflate.isPresent());
    }

    /** Section 4.2.2, step 5.4. */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }

    private static Handshake refused(int status, String title, String detail, Headers headers) {
        return new Refused(new Problem(status, title, detail, List.of(), headers));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean hasToken(Headers headers, String name, String token) {
        return values(headers, name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT).equals(token));
    }

    private static List<String> values(Headers headers, String name) {
        return headers.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(field -> field.value().strip())
                .toList();
    }
}
