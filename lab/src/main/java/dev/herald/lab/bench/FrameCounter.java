package dev.herald.lab.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads WebSocket frames without copying them, but for what a message begins with. Runs on its loop. */
final class FrameCounter extends ChannelInboundHandlerAdapter implements Conversation.Line {
    private static final int PEEK = 6;
    private static final int HEAD_MAX = 10 + PEEK;

    private final Tally tally;
    private final Conversation conversation;
    private final byte[] head = new byte[HEAD_MAX];
    private int headLength;
    private long skip;
    private int crlf;
    private boolean isUpgraded;
    private @Nullable ChannelHandlerContext context;
    private long seen;
    private long arrivedInRead;
    private long nowNanos;

    FrameCounter(Tally tally, Conversation conversation) {
        this.tally = tally;
        this.conversation = conversation;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        ByteBuf in = (ByteBuf) message;
        int size = in.readableBytes();
        arrivedInRead = 0;
        nowNanos = System.nanoTime();
        while (in.isReadable()) {
            if (!isUpgraded) {
                onHead(in.readByte());
            } else if (skip > 0) {
                int part = (int) Math.min(skip, in.readableBytes());
                in.skipBytes(part);
                skip -= part;
            } else {
                onFrameByte(in.readByte());
            }
        }
        in.release();
        tally.onEvents(arrivedInRead, size);
    }

    private void onHead(byte b) {
        crlf = b == '\n' ? crlf + 1 : b == '\r' ? crlf : 0;
        if (crlf == 2) {
            isUpgraded = true;
            conversation.onOpen(this);
        }
    }

    private void onFrameByte(byte b) {
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
        onFrame(head[0] & 0x0f, start, peek);
    }

    private void onFrame(int opcode, int start, int peek) {
        if (opcode == 1) {
            if (conversation.onText(this, head, start, peek)) {
                tally.onArrival(seen++, nowNanos);
                arrivedInRead++;
            }
        } else if (opcode == 9) {
            send(Unpooled.wrappedBuffer(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0}));
        }
    }

    @Override
    public void say(String message) {
        send(text(message));
    }

    @Override
    public void ready() {
        tally.onReady();
    }

    @Override
    public void channelInactive(ChannelHandlerContext left) {
        tally.onLeft();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
        tally.onError(cause.toString());
        broken.close();
    }

    private void send(ByteBuf frame) {
        ChannelHandlerContext added = context;
        if (added == null) {
            throw new IllegalStateException("nothing is read before the handler is added");
        }
        added.writeAndFlush(frame);
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
