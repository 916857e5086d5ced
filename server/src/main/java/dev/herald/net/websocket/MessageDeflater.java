package dev.herald.net.websocket;

import io.netty.buffer.ByteBuf;
import java.util.zip.Deflater;

/**
 * Compresses messages one by one, each from nothing (RFC 7692, {@code server_no_context_takeover}), so that one result
 * serves a whole audience. One for each loop; runs on it.
 */
public final class MessageDeflater {
    /** Shorter messages do not get shorter. */
    static final int PAYLOAD_MIN = 64;

    private static final int SCRATCH_KEPT_MAX = 64 * 1024;
    /** The empty block of a flush, which the standard leaves away: 00 00 FF FF. */
    private static final int TAIL = 4;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private byte[] scratch = new byte[4 * 1024];

    /** Appends the text, UTF-8, as a frame, compressed where that makes it shorter. */
    public void text(ByteBuf out, byte[] payload) {
        write(out, Frames.TEXT, payload);
    }

    /** Appends the binary message as a frame, compressed where that makes it shorter. */
    public void binary(ByteBuf out, byte[] payload) {
        write(out, Frames.BINARY, payload);
    }

    private void write(ByteBuf out, int opcode, byte[] payload) {
        if (payload.length < PAYLOAD_MIN) {
            Frames.message(out, opcode, payload);
            return;
        }
        byte[] into = room(payload.length + (payload.length >> 8) + 64);
        deflater.reset();
        deflater.setInput(payload);
        int length = deflater.deflate(into, 0, into.length, Deflater.SYNC_FLUSH) - TAIL;
        if (length < payload.length) {
            Frames.deflated(out, opcode, into, length);
        } else {
            Frames.message(out, opcode, payload);
        }
    }

    /** More than the message can come to, so that one call does it all. */
    private byte[] room(int bytes) {
        if (bytes <= scratch.length) {
            return scratch;
        }
        byte[] larger = new byte[bytes];
        if (bytes <= SCRATCH_KEPT_MAX) {
            scratch = larger;
        }
        return larger;
    }
}
