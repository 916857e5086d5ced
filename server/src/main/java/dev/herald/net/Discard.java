package dev.herald.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Throws away what a client still sends when nobody listens any more. One for all connections; it has no state. */
@ChannelHandler.Sharable
public final class Discard extends ChannelInboundHandlerAdapter {
    public static final Discard INSTANCE = new Discard();

    private Discard() {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }
}
