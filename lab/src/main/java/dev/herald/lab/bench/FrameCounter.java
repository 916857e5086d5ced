package dev.herald.lab.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/**
 * Reads WebSocket frames without copying them: an event's payload begins with {@code {"event_id"}, everything else is
 * control. Runs on its loop.
 */
final class FrameCounter extends ChannelInboundHandlerAdapter {
    private static final int PEEK = 4;
    private static final int HEAD_MAX = 10 + PEEK;

    private final Tally tally;
    private final String subscribe;
    private final byte[] head = new byte[HEAD_MAX];
    private int headLength;
    private long skip;
    private int crlf;
    private int controls;
    private boolean isUpgraded;
    private boolean isReady;
    private long seen;
    private long arrivedInRead;
    private long nowNanos;

    FrameCounter(Tally tally, String subscribe) {
        this.tally = tally;
        this.subscribe = subscribe;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        int size = in.readableBytes();
        arrivedInRead = 0;
        nowNanos = System.nanoTime();
        while (in.isReadable()) {
            if (!isUpgraded) {
                onHead(context, in.readByte());
            } else if (skip > 0) {
                int part = (int) Math.min(skip, in.readableBytes());
                in.skipBytes(part);
                skip -= part;
            } else {
                onFrameByte(context, in.readByte());
            }
        }
        in.release();
        tally.onEvents(arrivedInRead, size);
    }

    private void onHead(ChannelHandlerContext context, byte b) {
        crlf = b == '\n' ? crlf + 1 : b == '\r' ? crlf : 0;
        if (crlf == 2) {
            isUpgraded = true;
            if (subscribe.isEmpty()) {
                ready();
            } else {
                context.writeAndFlush(text(subscribe));
            }
        }
    }

    private void onFrameByte(ChannelHandlerContext context, byte b) {
        head[headLength++] = b;
        if (headLength < 2) {
            return;
        }
        int shortLength = head[1] & 0x7f;
        int start = shortLength < 126 ? 2 : shortLength == 126 ? 4 : 10;
        if (headLength < start) {
            return;
        }
        long length = length(shortLength);
        int peek = (int) Math.min(PEEK, length);
        if (headLength < start + peek) {
            return;
        }
        headLength = 0;
        skip = length - peek;
        onFrame(context, head[0] & 0x0f, peek == PEEK && head[start + 2] == 'e' && head[start + 3] == 'v');
    }

    private void onFrame(ChannelHandlerContext context, int opcode, boolean isEvent) {
        if (isEvent || subscribe.isEmpty() && opcode == 1) {
            tally.onArrival(seen++, nowNanos);
            arrivedInRead++;
        } else if (opcode == 1) {
            // connection_established first, then subscription_confirmed.
            if (++controls == 2 && !isReady) {
                ready();
            }
        } else if (opcode == 9) {
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0}));
        }
    }

    private void ready() {
        isReady = true;
        tally.onReady();
    }

    private long length(int shortLength) {
        if (shortLength < 126) {
            return shortLength;
        }
        long length = 0;
        for (int i = 2; i < (shortLength == 126 ? 4 : 10); i++) {
            length = length << 8 | head[i] & 0xff;
        }
        return length;
    }

    private static ByteBuf text(String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = Unpooled.buffer(payload.length + 8);
        frame.writeByte(0x81);
        if (payload.length < 126) {
            frame.writeByte(0x80 | payload.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(payload.length);
        }
        return frame.writeInt(0).writeBytes(payload);
    }
}
