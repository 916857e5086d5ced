package dev.herald.transport;

import dev.herald.hub.Encoded;
import io.netty.buffer.ByteBuf;

/**
 * Events ready for the wire in one buffer. Runs on its loop.
 *
 * @param buffer read through duplicates only, so that its indexes stay
 */
public record WireBytes(ByteBuf buffer) implements Encoded {
    @Override
    public int bytes() {
        return buffer.readableBytes();
    }

    @Override
    public void retain() {
        buffer.retain();
    }

    @Override
    public void release() {
        buffer.release();
    }

    /** The same bytes with a claim of their own, for one write. */
    public ByteBuf claim() {
        return buffer.retainedDuplicate();
    }
}
