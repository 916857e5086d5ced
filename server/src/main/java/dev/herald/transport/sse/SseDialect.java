package dev.herald.transport.sse;

import dev.herald.event.Canonical;
import dev.herald.event.Event;
import dev.herald.hub.Dialect;
import dev.herald.hub.LiveMessage;
import dev.herald.net.Framing;
import dev.herald.session.TypeNames;
import dev.herald.transport.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events as an event stream, a batch in one buffer, which over HTTP/1.1 is one chunk. Runs on its loop; equal by what it
 * writes.
 */
final class SseDialect implements Dialect<WireBytes> {
    private final Framing framing;
    private final boolean isNamed;
    private final boolean isAliased;
    private final ByteBufAllocator allocator;

    /** @param isNamed whether the {@code event} field says the type, for {@code addEventListener} */
    SseDialect(Framing framing, boolean isNamed, boolean isAliased, ByteBufAllocator allocator) {
        this.framing = framing;
        this.isNamed = isNamed;
        this.isAliased = isAliased;
        this.allocator = allocator;
    }

    @Override
    public WireBytes encode(List<Event> events) {
        Entry[] entries = new Entry[events.size()];
        int bytes = 0;
        for (int i = 0; i < entries.length; i++) {
            entries[i] = entry(events.get(i));
            bytes += entries[i].bytes();
        }
        return write(entries, bytes);
    }

    @Override
    public WireBytes encodeLive(LiveMessage message) {
        Entry entry = new Entry(null, name(message.type().wireName()), message.json());
        return write(new Entry[] {entry}, entry.bytes());
    }

    private Entry entry(Event event) {
        byte[] id = Fields.ascii(event.position().toString());
        if (isAliased && TypeNames.isAliased(event.type())) {
            return new Entry(id, name(TypeNames.ALIAS), Canonical.withType(event.json(), TypeNames.ALIAS));
        }
        return new Entry(id, name(event.type().wireName()), event.json());
    }

    private byte @Nullable [] name(String wireName) {
        return isNamed ? Fields.ascii(wireName) : null;
    }

    private WireBytes write(Entry[] entries, int bytes) {
        ByteBuf out = Fields.begin(allocator, framing, bytes);
        for (Entry entry : entries) {
            Fields.event(out, entry.id, entry.name, entry.json);
        }
        Fields.end(out, framing);
        return new WireBytes(out);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SseDialect dialect
                && framing == dialect.framing
                && isNamed == dialect.isNamed
                && isAliased == dialect.isAliased;
    }

    @Override
    public int hashCode() {
        return Objects.hash(framing, isNamed, isAliased);
    }

    private record Entry(byte @Nullable [] id, byte @Nullable [] name, byte[] json) {
        int bytes() {
            return Fields.bytes(id, name, json);
        }
    }
}
