package dev.herald.transport.websocket;

import dev.herald.event.Canonical;
import dev.herald.event.Event;
import dev.herald.hub.Dialect;
import dev.herald.hub.LiveMessage;
import dev.herald.net.websocket.Frames;
import dev.herald.net.websocket.MessageDeflater;
import dev.herald.session.TypeNames;
import dev.herald.transport.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events as text frames, one a message, a batch in one buffer. Runs on its loop, which has one of each kind: equal by
 * what they write.
 */
final class WebSocketDialect implements Dialect<WireBytes> {
    private final boolean isAliased;
    private final @Nullable MessageDeflater deflater;
    private final ByteBufAllocator allocator;

    /** @param deflater null to send as it is */
    WebSocketDialect(boolean isAliased, @Nullable MessageDeflater deflater, ByteBufAllocator allocator) {
        this.isAliased = isAliased;
        this.deflater = deflater;
        this.allocator = allocator;
    }

    @Override
    public WireBytes encode(List<Event> events) {
        byte[][] payloads = new byte[events.size()][];
        int bytes = 0;
        for (int i = 0; i < payloads.length; i++) {
            Event event = events.get(i);
            byte[] json = event.json();
            payloads[i] =
                    isAliased && TypeNames.isAliased(event.type()) ? Canonical.withType(json, TypeNames.ALIAS) : json;
            bytes += Frames.bytes(payloads[i].length);
        }
        return write(payloads, bytes);
    }

    @Override
    public WireBytes encodeLive(LiveMessage message) {
        return write(new byte[][] {message.json()}, Frames.bytes(message.json().length));
    }

    /** @param bytes of it all, sent as it is: no frame gets longer by compression */
    private WireBytes write(byte[][] payloads, int bytes) {
        ByteBuf out = allocator.directBuffer(bytes);
        for (byte[] payload : payloads) {
            if (deflater != null) {
                deflater.text(out, payload);
            } else {
                Frames.text(out, payload);
            }
        }
        return new WireBytes(out);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebSocketDialect dialect
                && isAliased == dialect.isAliased
                && (deflater == null) == (dialect.deflater == null);
    }

    @Override
    public int hashCode() {
        return Objects.hash(isAliased, deflater == null);
    }
}
