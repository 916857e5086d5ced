package dev.herald.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A message that comes in fragments (RFC 6455, section 5.4). Runs on its loop; exists only while one is under way. */
final class Fragments {
    private final boolean isBinary;
    private final boolean isDeflated;
    private final Utf8 text = new Utf8();
    private final ByteBuf bytes;

    Fragments(boolean isBinary, boolean isDeflated, ByteBufAllocator allocator) {
        this.isBinary = isBinary;
        this.isDeflated = isDeflated;
        this.bytes = allocator.heapBuffer();
    }

    boolean isBinary() {
        return isBinary;
    }

    boolean isDeflated() {
        return isDeflated;
    }

    ByteBuf bytes() {
        return bytes;
    }

    /**
     * Takes the fragment.
     *
     * @throws InvalidMessage the message would be longer than allowed, or its text is none: said at the fragment that
     *     makes it so, not at the last; then nothing was taken
     */
    void add(ByteBuf fragment, MessageReader reader) throws InvalidMessage {
        if (bytes.readableBytes() + fragment.readableBytes() > reader.bytesMax(isDeflated)) {
            throw reader.tooBig();
        }
        if (!isBinary && !isDeflated && !text.takes(fragment)) {
            throw MessageReader.noText();
        }
        bytes.writeBytes(fragment, fragment.readerIndex(), fragment.readableBytes());
    }

    void release() {
        bytes.release();
    }
}
