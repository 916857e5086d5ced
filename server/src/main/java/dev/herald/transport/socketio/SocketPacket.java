package dev.herald.transport.socketio;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One packet, without its attachments.
 *
 * @param type what it is
 * @param attachments how many binary messages follow
 * @param namespace starts with {@code /}
 * @param id of an acknowledgement, or -1
 * @param json what it carries; null for nothing
 */
record SocketPacket(
        Type type,
        int attachments,
        String namespace,
        long id,
        @Nullable String json) {
    static final long NO_ID = -1;
    private static final int ATTACHMENT_DIGITS_MAX = 4;
    private static final int ID_DIGITS_MAX = 15;
    private static final int NAMESPACE_MAX = 256;
    private static final Type[] TYPES = Type.values();

    /** In the order of their digits. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        CONNECT_ERROR,
        BINARY_EVENT,
        BINARY_ACK;

        boolean isBinary() {
            return this == BINARY_EVENT || this == BINARY_ACK;
        }
    }

    /** Reads a text message; empty for what is no packet. The JSON is not looked at. */
    static Optional<SocketPacket> parse(String text) {
        int digit = text.isEmpty() ? -1 : text.charAt(0) - '0';
        if (digit < 0 || digit >= TYPES.length) {
            return Optional.empty();
        }
        Type type = TYPES[digit];
        int at = 1;
        int attachments = 0;
        if (type.isBinary()) {
            int dash = digitsEnd(text, at);
            if (dash == at || dash - at > ATTACHMENT_DIGITS_MAX || dash == text.length() || text.charAt(dash) != '-') {
                return Optional.empty();
            }
            attachments = Integer.parseInt(text, at, dash, 10);
            at = dash + 1;
        }
        String namespace = "/";
        if (at < text.length() && text.charAt(at) == '/') {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            if (end - at > NAMESPACE_MAX) {
                return Optional.empty();
            }
            namespace = text.substring(at, end);
            at = comma < 0 ? end : comma + 1;
        }
        int idEnd = digitsEnd(text, at);
        if (idEnd - at > ID_DIGITS_MAX) {
            return Optional.empty();
        }
        long id = idEnd == at ? NO_ID : Long.parseLong(text, at, idEnd, 10);
        return Optional.of(new SocketPacket(
                type, attachments, namespace, id, idEnd == text.length() ? null : text.substring(idEnd)));
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** As it is written. */
    String text() {
        StringBuilder text = new StringBuilder(64 + (json == null ? 0 : json.length()));
        text.append((char) ('0' + type.ordinal()));
        if (type.isBinary()) {
            text.append(attachments).append('-');
        }
        if (!namespace.equals("/")) {
            text.append(namespace).append(',');
        }
        if (id != NO_ID) {
            text.append(id);
        }
        return json == null ? text.toString() : text.append(json).toString();
    }
}
