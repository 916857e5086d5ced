package dev.herald.transport.engineio;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One packet of a client.
 *
 * @param type what it is
 * @param text what follows the type; empty for a binary message
 * @param bytes of a binary message, else null
 */
record Packet(Type type, String text, byte @Nullable [] bytes) {
    /** In the order of their digits. */
    enum Type {
        OPEN,
        CLOSE,
        PING,
        PONG,
        MESSAGE,
        UPGRADE,
        NOOP
    }

    private static final Type[] TYPES = Type.values();

    static Packet binary(byte[] bytes) {
        return new Packet(Type.MESSAGE, "", bytes);
    }

    /** Hands a message on. */
    void deliver(EngineApplication to) {
        if (bytes == null) {
            to.onText(text);
        } else {
            to.onBinary(bytes);
        }
    }

    /** Reads a text packet; empty for what is none. */
    static Optional<Packet> parse(String text) {
        int digit = text.isEmpty() ? -1 : text.charAt(0) - '0';
        return digit < 0 || digit >= TYPES.length
                ? Optional.empty()
                : Optional.of(new Packet(TYPES[digit], text.substring(1), null));
    }
}
