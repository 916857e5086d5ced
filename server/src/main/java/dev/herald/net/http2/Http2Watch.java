package dev.herald.net.http2;

import dev.herald.net.Deadline;
import dev.herald.net.Link;
import dev.herald.net.Site;
import dev.herald.net.Stoppable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes an HTTP/2 connection that has had no stream for the idle time, and takes part in the graceful close. Runs on its
 * loop.
 */
final class Http2Watch extends ChannelInboundHandlerAdapter implements Stoppable {
    private static final Logger log = LoggerFactory.getLogger(Http2Watch.class);

    private final Link link;
    private final Site site;
    private final Http2FrameCodec codec;
    private final Deadline deadline;
    private int streamsSeen = -1;
    private @Nullable ChannelHandlerContext context;

    Http2Watch(Link link, Http2FrameCodec codec) {
        this.link = link;
        this.site = link.site();
        this.codec = codec;
        this.deadline = new Deadline(link.loop(), site.clock(), this::onDeadline);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        link.join(this);
        deadline.set(site.limits().idle());
        if (site.isStopping()) {
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Frames of the connection, which the codec has already acted upon.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        link.leave(this);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception) {
            // The codec says GOAWAY with the reason and closes.
            log.debug("a client has broken the protocol", cause);
            return;
        }
        if (cause instanceof IOException || cause instanceof DecoderException) {
            log.debug("a client has left", cause);
        } else {
            log.warn("an HTTP/2 connection failed", cause);
        }
        ctx.close();
    }

    private void onDeadline() {
        link.loop().check();
        int created = codec.connection().remote().lastStreamCreated();
        if (codec.connection().numActiveStreams() == 0 && created == streamsSeen) {
            onStop();
            return;
        }
        streamsSeen = created;
        deadline.set(site.limits().idle());
    }

    /** The client sends more frames beside its requests than it may. */
    void onFlood() {
        link.loop().check();
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            log.debug("{} floods its connection with frames", link.peer());
            ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                    .addListener(said -> link.cut());
        }
    }

    @Override
    public void onStop() {
        link.loop().check();
        if (context != null) {
            context.close();
        }
    }
}
