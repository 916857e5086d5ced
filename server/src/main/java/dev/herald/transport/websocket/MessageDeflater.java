package dev.herald.transport.websocket;

import io.netty.buffer.ByteBuf;
import java.util.zip.Deflater;

/**
 * Compresses messages one by one, each from nothing (RFC 7692, {@code server_no_context_takeover}), so that one result
 * serves a whole audience. One for each loop; runs on it.
 */
final class MessageDeflater {
    /** Shorter messages do not get shorter. */
    static final int PAYLOAD_MIN = 64;

    private static final int SCRATCH_KEPT_MAX = 64 * 1024;
    /** The empty block of a flush, which the standard leaves away: 00 00 FF FF. */
    private static final int TAIL = 4;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private byte[] scratch = new byte[4 * 1024];

    /** Appends the message as a frame, compressed where that makes it shorter. */
    void write(ByteBuf out, byte[] payload) {
        if (payload.length < PAYLOAD_MIN) {
            Frames.text(out, payload);
            return;
        }
        byte[] into = room(payload.length + (payload.length >> 8) + 64);
        deflater.reset();
        deflater.setInput(payload);
        int length = deflater.deflate(into, 0, into.length, Deflater.SYNC_FLUSH) - TAIL;
        if (length < payload.length) {
            Frames.deflatedText(out, into, length);
        } else {
            Frames.text(out, payload);
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
