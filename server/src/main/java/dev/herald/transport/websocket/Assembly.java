package dev.herald.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A message that comes in fragments (RFC 6455, section 5.4). Runs on its loop; exists only while one is under way. */
final class Assembly {
    private final boolean isBinary;
    private final boolean isDeflated;
    private final ByteBuf bytes;

    Assembly(boolean isBinary, boolean isDeflated, ByteBufAllocator allocator) {
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

    /** Takes the fragment; false when the message would be longer than allowed, and then nothing was taken. */
    boolean add(ByteBuf fragment, int bytesMax) {
        if (bytes.readableBytes() + fragment.readableBytes() > bytesMax) {
            return false;
        }
        bytes.writeBytes(fragment, fragment.readerIndex(), fragment.readableBytes());
        return true;
    }

    void release() {
        bytes.release();
    }
}
