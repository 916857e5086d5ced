package dev.herald.net.http2;

import dev.herald.loop.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Counts what a client sends beside requests, before the codec reads it: frames that cost the client a few bytes and the
 * server an answer or a walk through its streams (RFC 9113, section 10.5). It looks at the nine bytes before each frame
 * and at nothing else. Above what an honest client could want in a second, the connection is told to calm down and closed,
 * and of what has come with the flood nothing is read. Runs on the connection's loop.
 */
final class FrameMeter extends ChannelInboundHandlerAdapter {
    /** SETTINGS, PING, PRIORITY, RST_STREAM, CONTINUATION and frames of unknown types, in a second. */
    static final int CONTROL_MAX = 500;

    /** WINDOW_UPDATE: a client may send one for each frame of an answer. */
    static final int WINDOW_UPDATES_MAX = 5_000;

    /** A frame of control with a long payload counts more than once. */
    private static final int PAYLOAD_BYTES = 64;

    private static final int HEAD_BYTES = 9;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clock clock;
    private final Runnable flooded;
    private long sinceNanos;
    private int control;
    private int windowUpdates;
    private int skipping = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
    private int headBytes;
    private int length;
    private int type;
    private boolean isFlooded;

    /** @param flooded runs once, and closes the connection */
    FrameMeter(Clock clock, Runnable flooded) {
        this.clock = clock;
        this.flooded = flooded;
        this.sinceNanos = clock.nanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!isFlooded && message instanceof ByteBuf bytes && !fits(bytes)) {
            isFlooded = true;
            flooded.run();
        }
        if (isFlooded) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private boolean fits(ByteBuf bytes) {
        long now = clock.nanos();
        if (now - sinceNanos >= SECOND_NANOS) {
            sinceNanos = now;
            control = 0;
            windowUpdates = 0;
        }
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (skipping > 0) {
                int skipped = Math.min(skipping, end - at);
                skipping -= skipped;
                at += skipped;
            } else {
                takeHeadByte(bytes.getUnsignedByte(at++));
            }
        }
        return control <= CONTROL_MAX && windowUpdates <= WINDOW_UPDATES_MAX;
    }

    /** Length of three bytes, type, flags, stream of four (RFC 9113, section 4.1). */
    private void takeHeadByte(int octet) {
        if (headBytes < 3) {
            length = length << 8 | octet;
        } else if (headBytes == 3) {
            type = octet;
        }
        headBytes++;
        if (headBytes == HEAD_BYTES) {
            count();
            skipping = length;
            headBytes = 0;
            length = 0;
        }
    }

    private void count() {
        switch (type) {
            // The codec bounds empty DATA itself.
            case Http2FrameTypes.DATA, Http2FrameTypes.HEADERS -> {}
            case Http2FrameTypes.WINDOW_UPDATE -> windowUpdates++;
            // What the fields of a head may have has a bound of its own.
            case Http2FrameTypes.CONTINUATION -> control++;
            default -> control += 1 + length / PAYLOAD_BYTES;
        }
    }
}
