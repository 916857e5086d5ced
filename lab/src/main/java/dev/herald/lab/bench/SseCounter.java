package dev.herald.lab.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Counts the {@code id:} lines of an event stream; its first {@code data:} line says that it is ready. */
final class SseCounter extends ChannelInboundHandlerAdapter {
    private final Tally tally;
    private byte previous;
    private boolean isReady;
    private long seen;

    SseCounter(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        int size = in.readableBytes();
        long arrived = 0;
        while (in.isReadable()) {
            byte b = in.readByte();
            if (previous == '\n' && b == 'i') {
                tally.onArrival(seen++, System.nanoTime());
                arrived++;
            } else if (previous == '\n' && b == 'd' && !isReady) {
                isReady = true;
                tally.onReady();
            }
            previous = b;
        }
        in.release();
        tally.onEvents(arrived, size);
    }
}
