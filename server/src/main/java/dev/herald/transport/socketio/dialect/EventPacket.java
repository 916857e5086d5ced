package dev.herald.transport.socketio.dialect;

import dev.herald.event.Canonical;
import dev.herald.event.CanonicalParts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event as a packet of Engine.IO: {@code 42["type",{…}]}, with the offset for connection state recovery as the last
 * argument where the client knows what to do with it. Any thread.
 */
final class EventPacket {
    private static final byte[] OPEN = ascii("[");
    private static final byte[] TYPE = ascii(",{\"type\":");
    private static final byte[] ID = ascii(",\"event_id\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] SOURCE = ascii(",\"source\":");
    private static final byte[] PROJECT = ascii(",\"project_id\":");
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] END = ascii("}");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] CLOSE = ascii("]");

    private byte[] bytes;
    private int length;

    private EventPacket(int capacity) {
        bytes = new byte[capacity];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @param head what comes before the JSON, such as {@code 42} or {@code 42/ws,}
     * @param offset the quoted offset's suffix before its closing quote; null for no offset
     */
    static byte[] of(byte[] head, byte[] canonical, byte @Nullable [] offset) {
        CanonicalParts parts = CanonicalParts.of(canonical);
        EventPacket packet = new EventPacket(canonical.length + head.length + 128);
        packet.put(head);
        packet.put(OPEN);
        packet.put(canonical, parts.typeFrom(), parts.typeTo());
        packet.put(TYPE);
        packet.put(canonical, parts.typeFrom(), parts.typeTo());
        if (parts.hasId()) {
            packet.put(ID);
            packet.put(canonical, parts.idFrom(), parts.idTo());
        }
        packet.put(TIMESTAMP);
        packet.put(canonical, parts.momentFrom(), parts.momentTo());
        packet.put(SOURCE);
        packet.put(canonical, parts.sourceFrom(), parts.sourceTo());
        packet.put(PROJECT);
        packet.put(canonical, parts.projectFrom(), parts.projectTo());
        packet.put(DATA);
        packet.put(canonical, parts.dataFrom(), parts.dataTo());
        packet.put(END);
        if (parts.hasId() && offset != null) {
            packet.put(COMMA);
            packet.put(canonical, parts.idFrom(), parts.idTo() - 1);
            packet.put(offset);
            packet.put(canonical, parts.idTo() - 1, parts.idTo());
        }
        packet.put(CLOSE);
        return packet.length == packet.bytes.length ? packet.bytes : Arrays.copyOf(packet.bytes, packet.length);
    }

    /** The same event under another name. */
    static byte[] renamed(byte[] canonical, String name) {
        return Canonical.withType(canonical, name);
    }

    private void put(byte[] part) {
        put(part, 0, part.length);
    }

    private void put(byte[] from, int start, int end) {
        int more = end - start;
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        System.arraycopy(from, start, bytes, length, more);
        length += more;
    }
}
