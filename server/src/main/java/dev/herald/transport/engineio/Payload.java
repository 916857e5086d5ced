package dev.herald.transport.engineio;

import dev.herald.http.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The body of a polling request: packets separated by U+001E. Any thread. */
final class Payload {
    static final byte SEPARATOR = 0x1e;

    private Payload() {}

    /**
     * Reads all packets; empty when one of them is none, and then none counts. The binary form of the protocol's earlier
     * versions, which has a media type of its own, is none.
     */
    static Optional<List<Packet>> parse(Request request) {
        String type = request.headers().first("Content-Type").orElse("");
        return type.toLowerCase(Locale.ROOT).startsWith("application/octet-stream")
                ? Optional.empty()
                : parse(request.body());
    }

    private static Optional<List<Packet>> parse(byte[] body) {
        List<Packet> packets = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= body.length; at++) {
            if (at == body.length || body[at] == SEPARATOR) {
                Optional<Packet> packet = packet(body, from, at);
                if (packet.isEmpty()) {
                    return Optional.empty();
                }
                packets.add(packet.get());
                from = at + 1;
            }
        }
        return Optional.of(packets);
    }

    private static Optional<Packet> packet(byte[] body, int from, int to) {
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
