package dev.herald.net.http1;

import dev.herald.loop.Clock;
import dev.herald.net.NetLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Netty's decoder of HTTP/1.1 requests, made stricter and able to pause. Runs on its loop.
 *
 * <p>Stricter: a folded header line (RFC 9112, section 5.2), a carriage return that ends no line (section 2.2) and two
 * ways of saying the length (section 6.3) are errors,
 * for another reader could see another request in them. While it is paused it decodes nothing: one request a connection
 * runs at a time, those behind it wait as bytes, of which there are never more than one read's worth.
 */
final class RequestDecoder extends HttpRequestDecoder {
    /** Told to the pipeline when a client speaks HTTP/2 from its first byte on; the decoder is paused before it. */
    static final Object HTTP2_PREFACE = new Object();

    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    /** What the requests of one read may take of the loop before others have their turn. */
    private static final long TURN_NANOS = 2_000_000;

    private final Clock clock;
    private long turnNanos;
    private boolean isPaused;
    private boolean isFirst = true;
    private boolean isDecoding;
    private boolean isInBody;
    private boolean hasRequestLine;
    private boolean hasBegun;

    RequestDecoder(NetLimits limits, Clock clock) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(64 << 10)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
        this.clock = clock;
    }

    /** Whether a part of a request has come, of which not all is there. */
    boolean hasBegun() {
        return hasBegun;
    }

    void pause() {
        isPaused = true;
    }

    boolean isPaused() {
        return isPaused;
    }

    /** Whether the requests of this read have had their share of the loop: the next one is for a later turn. */
    boolean isOverdue() {
        return isDecoding && clock.nanos() - turnNanos >= TURN_NANOS;
    }

    /** Decodes on, from what has come meanwhile. */
    void resume(ChannelHandlerContext own) {
        isPaused = false;
        if (!own.channel().config().isAutoRead()) {
            own.channel().config().setAutoRead(true);
        }
        if (!isDecoding && actualReadableBytes() > 0) {
            try {
                channelRead(own, Unpooled.EMPTY_BUFFER);
                own.fireChannelReadComplete();
            } catch (Exception e) {
                own.fireExceptionCaught(e);
            }
        }
    }

    /**
     * Takes the paused decoder out when what runs now has returned: bytes that came early go to the handlers that its
     * caller adds until then.
     */
    void removeSoon(Channel channel) {
        isPaused = true;
        channel.eventLoop().execute(() -> {
            if (channel.pipeline().context(this) != null) {
                channel.pipeline().remove(this);
                channel.config().setAutoRead(true);
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (isPaused) {
            ctx.channel().config().setAutoRead(false);
        }
        boolean wasDecoding = isDecoding;
        turnNanos = clock.nanos();
        isDecoding = true;
        try {
            super.channelRead(ctx, message);
        } finally {
            isDecoding = wasDecoding;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (isPaused) {
            // The super class would ask for more bytes, for it sees that none became a message.
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (isPaused && event == ChannelInputShutdownEvent.INSTANCE) {
            // The super class would throw away the requests that wait.
            ctx.fireUserEventTriggered(event);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (isPaused) {
            return;
        }
        hasBegun |= in.isReadable();
        if (isFirst && isPreface(ctx, in)) {
            return;
        }
        if (!isInBody) {
            refuseAmbiguous(in);
        }
        int before = out.size();
        super.decode(ctx, in, out);
        for (int at = before; at < out.size(); at++) {
            Object decoded = out.get(at);
            isInBody |= decoded instanceof HttpRequest;
            if (decoded instanceof LastHttpContent) {
                isInBody = false;
                hasRequestLine = false;
                hasBegun = false;
            }
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!isPaused) {
            super.decodeLast(ctx, in, out);
        }
    }

    /** Whether HTTP/2 begins (RFC 9113, section 3.4), or may begin once more bytes have come. */
    private boolean isPreface(ChannelHandlerContext ctx, ByteBuf in) {
        int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
        if (!ByteBufUtil.equals(in, in.readerIndex(), PREFACE, PREFACE.readerIndex(), length)) {
            isFirst = false;
            return false;
        }
        if (length == PREFACE.readableBytes()) {
            isPaused = true;
            ctx.fireUserEventTriggered(HTTP2_PREFACE);
        }
        return true;
    }

    /** The super class takes whole lines only, so what is readable always begins with a line. */
    private void refuseAmbiguous(ByteBuf in) {
        int end = in.writerIndex();
        int at = in.readerIndex();
        while (at < end) {
            byte first = in.getByte(at);
            if (hasRequestLine && (first == ' ' || first == '\t')) {
                throw new IllegalArgumentException("a header line is folded");
            }
            int feed = in.indexOf(at, end, (byte) '\n');
            if (feed < 0) {
                return;
            }
            int carriage = in.indexOf(at, feed, (byte) '\r');
            if (carriage >= 0 && carriage < feed - 1) {
                // The super class takes it for a space in the request line.
                throw new IllegalArgumentException("a carriage return stands alone");
            }
            boolean isBlank = feed == at || feed == at + 1 && first == '\r';
            if (isBlank && hasRequestLine) {
                return;
            }
            hasRequestLine |= !isBlank;
            at = feed + 1;
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("a request has Content-Length and Transfer-Encoding");
    }
}
