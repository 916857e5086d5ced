package dev.herald.transport.engineio;

import dev.herald.http.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The body of a polling request: packets separated by U+001E. Any thread. */
final class Payload {
    static final byte SEPARATOR = 0x1e;

    private Payload() {}

    /** Whether the body is of the protocol's earlier versions, whose binary form has a media type of its own. */
    static boolean isOld(Request request) {
        String type = request.headers().first("Content-Type").orElse("");
        return type.toLowerCase(Locale.ROOT).startsWith("application/octet-stream");
    }

    /** Where the packet that begins at {@code from} ends. */
    static int end(byte[] body, int from) {
        int at = from;
        while (at < body.length && body[at] != SEPARATOR) {
            at++;
        }
        return at;
    }

    /** Reads one packet; empty when it is none. */
    static Optional<Packet> packet(byte[] body, int from, int to) {
        if (from == to) {
            return Optional.empty();
        }
        if (body[from] == 'b') {
            try {
                return Optional.of(Packet.binary(Base64.getDecoder().decode(withoutLineEnds(body, from + 1, to))));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        try {
            return Packet.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, from, to - from))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** The Java client breaks its base64 into lines, and ends it with one. */
    private static byte[] withoutLineEnds(byte[] body, int from, int to) {
        byte[] base64 = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            if (body[at] != '\n' && body[at] != '\r') {
                base64[length++] = body[at];
            }
        }
        return Arrays.copyOf(base64, length);
    }
}
