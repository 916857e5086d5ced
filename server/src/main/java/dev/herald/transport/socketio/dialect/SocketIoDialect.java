package dev.herald.transport.socketio.dialect;

import dev.herald.event.Event;
import dev.herald.hub.Dialect;
import dev.herald.hub.LiveMessage;
import dev.herald.net.websocket.Frames;
import dev.herald.net.websocket.MessageDeflater;
import dev.herald.session.TypeNames;
import dev.herald.transport.WireBytes;
import dev.herald.transport.engineio.EngineTransport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events as Socket.IO packets, a batch in one buffer: frames for a WebSocket, a run of packets for the answer of a polling
 * request. Runs on its loop; equal by what it writes.
 */
final class SocketIoDialect implements Dialect<WireBytes> {
    private static final byte SEPARATOR = 0x1e;

    private final Form form;
    private final byte[] head;
    private final byte @Nullable [] offset;
    private final ByteBufAllocator allocator;
    private final MessageDeflater deflater;

    /**
     * How packets look.
     *
     * @param namespace starts with {@code /}
     * @param offset what is added to each event's id to make the offset, mostly nothing; null for no offset
     */
    record Form(
            EngineTransport transport,
            String namespace,
            boolean isAliased,
            @Nullable String offset) {}

    SocketIoDialect(Form form, ByteBufAllocator allocator, MessageDeflater deflater) {
        this.form = form;
        this.head = EventPacket.ascii(form.namespace.equals("/") ? "42" : "42" + form.namespace + ",");
        this.offset = form.offset == null ? null : form.offset.getBytes(StandardCharsets.US_ASCII);
        this.allocator = allocator;
        this.deflater = deflater;
    }

    @Override
    public WireBytes encode(List<Event> events) {
        byte[][] packets = new byte[events.size()][];
        for (int i = 0; i < packets.length; i++) {
            Event event = events.get(i);
            boolean isRenamed = form.isAliased && TypeNames.isAliased(event.type());
            byte[] json = isRenamed ? EventPacket.renamed(event.json(), TypeNames.ALIAS) : event.json();
            packets[i] = EventPacket.of(head, json, offset);
        }
        return write(packets);
    }

    @Override
    public WireBytes encodeLive(LiveMessage message) {
        return write(new byte[][] {EventPacket.of(head, message.json(), null)});
    }

    private WireBytes write(byte[][] packets) {
        int bytes = 0;
        for (byte[] packet : packets) {
            bytes += Frames.bytes(packet.length);
        }
        ByteBuf out = allocator.directBuffer(bytes);
        for (int i = 0; i < packets.length; i++) {
            switch (form.transport) {
                case POLLING -> {
                    if (i > 0) {
                        out.writeByte(SEPARATOR);
                    }
                    out.writeBytes(packets[i]);
                }
                case WEBSOCKET -> Frames.text(out, packets[i]);
                case WEBSOCKET_DEFLATED -> deflater.text(out, packets[i]);
            }
        }
        return new WireBytes(out);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SocketIoDialect dialect && form.equals(dialect.form);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(form);
    }
}
