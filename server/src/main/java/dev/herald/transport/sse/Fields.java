package dev.herald.transport.sse;

import dev.herald.net.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes an event stream's fields, and the chunk around them where HTTP/1.1 wants one. Any thread. */
final class Fields {
    static final byte[] RETRY = ascii("retry: 3000\n\n");
    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] LINE_END = ascii("\r\n");

    private Fields() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes of one event. */
    static int bytes(byte @Nullable [] id, byte @Nullable [] name, byte[] json) {
        int idBytes = id == null ? 0 : ID.length + id.length + 1;
        int nameBytes = name == null ? 0 : EVENT.length + name.length + 1;
        return idBytes + nameBytes + DATA.length + json.length + 2;
    }

    /** @param json one line: a line feed in it would end the field, so there is none */
    static void event(ByteBuf out, byte @Nullable [] id, byte @Nullable [] name, byte[] json) {
        assert isOneLine(json) : "canonical JSON is one line";
        if (id != null) {
            out.writeBytes(ID).writeBytes(id).writeByte('\n');
        }
        if (name != null) {
            out.writeBytes(EVENT).writeBytes(name).writeByte('\n');
        }
        out.writeBytes(DATA).writeBytes(json).writeByte('\n').writeByte('\n');
    }

    /** A buffer for so many bytes of body, begun as the framing wants it; {@link #end} ends it. */
    static ByteBuf begin(ByteBufAllocator allocator, Framing framing, int bytes) {
        if (framing != Framing.CHUNKED) {
            return allocator.directBuffer(bytes);
        }
        byte[] length = ascii(Integer.toHexString(bytes));
        ByteBuf out = allocator.directBuffer(bytes + length.length + 2 * LINE_END.length);
        return out.writeBytes(length).writeBytes(LINE_END);
    }

    static void end(ByteBuf out, Framing framing) {
        if (framing == Framing.CHUNKED) {
            out.writeBytes(LINE_END);
        }
    }

    static void lastChunk(ByteBuf out) {
        out.writeBytes(LAST_CHUNK);
    }

    static boolean isOneLine(byte[] json) {
        for (byte b : json) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        return true;
    }
}
