package dev.herald.net.websocket;

import io.netty.buffer.ByteBuf;

/** Writes a server's frames (RFC 6455, section 5.2): whole, unmasked. Any thread. */
public final class Frames {
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int DEFLATED = 0x40;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int SHORT_MAX = 125;
    private static final int CONTROL_PAYLOAD_MAX = 125;

    private Frames() {}

    /** Bytes of a frame with so much payload. */
    public static int bytes(int payload) {
        return payload + (payload <= SHORT_MAX ? 2 : payload <= 0xFFFF ? 4 : 10);
    }

    /** @param payload UTF-8 */
    public static void text(ByteBuf out, byte[] payload) {
        message(out, TEXT, payload);
    }

    public static void binary(ByteBuf out, byte[] payload) {
        message(out, BINARY, payload);
    }

    static void message(ByteBuf out, int opcode, byte[] payload) {
        header(out, FINAL | opcode, payload.length);
        out.writeBytes(payload);
    }

    /** A message of permessage-deflate (RFC 7692, section 7.2.1). */
    static void deflated(ByteBuf out, int opcode, byte[] payload, int length) {
        header(out, FINAL | DEFLATED | opcode, length);
        out.writeBytes(payload, 0, length);
    }

    /** @param payload at most 125 bytes; its indexes stay */
    static void control(ByteBuf out, int opcode, ByteBuf payload) {
        header(out, FINAL | opcode, payload.readableBytes());
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    static void emptyPing(ByteBuf out) {
        header(out, FINAL | PING, 0);
    }

    /** @param code -1 for a close that says nothing */
    static void close(ByteBuf out, int code, byte[] reason) {
        if (code < 0) {
            header(out, FINAL | CLOSE, 0);
            return;
        }
        int length = wholeLength(reason, CONTROL_PAYLOAD_MAX - 2);
        header(out, FINAL | CLOSE, 2 + length);
        out.writeShort(code);
        out.writeBytes(reason, 0, length);
    }

    /** How much of the UTF-8 fits without cutting a character. */
    private static int wholeLength(byte[] utf8, int max) {
        if (utf8.length <= max) {
            return utf8.length;
        }
        int length = max;
        while (length > 0 && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    private static void header(ByteBuf out, int first, int length) {
        out.writeByte(first);
        if (length <= SHORT_MAX) {
            out.writeByte(length);
        } else if (length <= 0xFFFF) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
    }
}
