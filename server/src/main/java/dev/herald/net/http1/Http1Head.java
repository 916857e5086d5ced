package dev.herald.net.http1;

import dev.herald.http.Headers;
import dev.herald.http.Response;
import dev.herald.net.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;

/**
 * Writes the head of a response (RFC 9112, sections 4 and 5) into the buffer that takes the body too, so that a response
 * is one write of one buffer, and a connection needs no encoder.
 */
final class Http1Head {
    private static final AsciiString VERSION = AsciiString.of("HTTP/1.1 ");
    private static final AsciiString DATE = AsciiString.of("Date: ");
    private static final AsciiString LENGTH = AsciiString.of("Content-Length: ");
    private static final AsciiString CLOSE = AsciiString.of("Connection: close\r\n");
    private static final AsciiString KEEP = AsciiString.of("Connection: keep-alive\r\n");
    private static final AsciiString UPGRADE = AsciiString.of("Connection: Upgrade\r\n");
    private static final AsciiString CHUNKED = AsciiString.of("Transfer-Encoding: chunked\r\n");
    private static final AsciiString END = AsciiString.of("\r\n");
    private static final int HEAD_BYTES = 256;

    /** A body above this is not copied behind its head. */
    private static final int JOINED_BYTES_MAX = 32 << 10;

    /** What the head says of the connection. */
    enum Persistence {
        /** What HTTP/1.1 does unasked. */
        DEFAULT,
        /** Said to an HTTP/1.0 client that asked for it. */
        KEEP_ALIVE,
        CLOSE
    }

    private Http1Head() {}

    /** A whole response; after HEAD without its body, whose length is told all the same. */
    static ByteBuf whole(
            ByteBufAllocator allocator, Response response, boolean isHead, Persistence persistence, AsciiString date) {
        byte[] body = response.body();
        // An answer to HEAD that was made without its body does not know the length (RFC 9110, section 8.6).
        boolean hasLength = response.status() != 204 && response.status() != 304 && !(isHead && body.length == 0);
        int bodyBytes = isHead || !hasLength ? 0 : body.length;
        boolean isJoined = bodyBytes <= JOINED_BYTES_MAX;
        ByteBuf out = allocator.directBuffer(HEAD_BYTES + (isJoined ? bodyBytes : 0));
        start(out, response.status(), response.headers(), date);
        if (hasLength) {
            ascii(out, LENGTH);
            number(out, body.length);
            ascii(out, END);
        }
        switch (persistence) {
            case DEFAULT -> {}
            case KEEP_ALIVE -> ascii(out, KEEP);
            case CLOSE -> ascii(out, CLOSE);
        }
        ascii(out, END);
        if (isJoined) {
            return out.writeBytes(body, 0, bodyBytes);
        }
        return Unpooled.wrappedBuffer(out, Unpooled.wrappedBuffer(body));
    }

    /** The head of a body without a known end. The connection carries nothing after it. */
    static ByteBuf endless(ByteBufAllocator allocator, Response head, Framing framing, AsciiString date) {
        ByteBuf out = allocator.directBuffer(HEAD_BYTES);
        start(out, head.status(), head.headers(), date);
        if (framing == Framing.CHUNKED) {
            ascii(out, CHUNKED);
        }
        ascii(out, CLOSE);
        return ascii(out, END);
    }

    static ByteBuf switching(ByteBufAllocator allocator, Headers headers, AsciiString date) {
        ByteBuf out = allocator.directBuffer(HEAD_BYTES);
        start(out, 101, headers, date);
        ascii(out, UPGRADE);
        return ascii(out, END);
    }

    /** Asks for the body (RFC 9110, section 10.1.1). */
    static ByteBuf proceed(ByteBufAllocator allocator) {
        ByteBuf out = allocator.directBuffer(32);
        ByteBufUtil.writeAscii(out, "HTTP/1.1 100 Continue\r\n\r\n");
        return out;
    }

    private static void start(ByteBuf out, int status, Headers headers, AsciiString date) {
        ascii(out, VERSION);
        number(out, status);
        out.writeByte(' ');
        ByteBufUtil.writeAscii(out, HttpResponseStatus.valueOf(status).reasonPhrase());
        ascii(out, END);
        ascii(out, DATE);
        ascii(out, date);
        ascii(out, END);
        for (Headers.Field field : headers.fields()) {
            ByteBufUtil.writeAscii(out, field.name());
            out.writeByte(':').writeByte(' ');
            ByteBufUtil.writeAscii(out, field.value());
            ascii(out, END);
        }
    }

    private static void number(ByteBuf out, int number) {
        ByteBufUtil.writeAscii(out, Integer.toString(number));
    }

    private static ByteBuf ascii(ByteBuf out, AsciiString text) {
        return out.writeBytes(text.array(), text.arrayOffset(), text.length());
    }
}
