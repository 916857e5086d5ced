package dev.herald.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the first pipeline of each connection. Runs on the connection's loop; one for the server. */
final class ConnectionSetup extends ChannelInitializer<Channel> {
    private static final Logger log = LoggerFactory.getLogger(ConnectionSetup.class);

    private final Site site;
    private final List<NettyLoop> loops;
    private final Connections connections;
    private final Protocols protocols;
    private final @Nullable SslContext tls;
    private final ChannelFutureListener closed;

    ConnectionSetup(
            Site site, List<NettyLoop> loops, Connections connections, Protocols protocols, @Nullable SslContext tls) {
        this.site = site;
        this.loops = loops;
        this.connections = connections;
        this.protocols = protocols;
        this.tls = tls;
        this.closed = future -> connections.closed();
    }

    @Override
    protected void initChannel(Channel channel) {
        int open = connections.opened();
        channel.closeFuture().addListener(closed);
        int limit = site.limits().connections();
        NettyLoop loop = loopOf(channel);
        boolean isRefused = open > limit && !makeRoom(loop);
        if (isRefused && open > limit + site.limits().refusals() || site.isStopping()) {
            channel.close();
            return;
        }
        site.meters().accepted();
        Link link = new Link(site, loop, channel, isRefused);
        link.owes(Owed.FIRST_REQUEST);
        channel.closeFuture().addListener(over -> link.closed());
        Remote peer = Remote.of(channel);
        if (!site.proxies().isProxyProtocol()) {
            begin(link);
        } else if (peer.address() == null || !site.proxies().trusted().contains(peer.address())) {
            ProxyHeader.refuse(channel, "not a trusted proxy");
        } else {
            ProxyHeader.await(site, loop, channel, () -> begin(link));
        }
    }

    private boolean makeRoom(NettyLoop loop) {
        boolean hasRoom = loop.waiting().makeRoom();
        if (hasRoom) {
            site.meters().madeRoom();
        }
        return hasRoom;
    }

    private void begin(Link link) {
        if (tls == null) {
            protocols.http1().begin(link);
            return;
        }
        SslHandler handler = tls.newHandler(link.channel().alloc());
        handler.setHandshakeTimeoutMillis(site.limits().head().toMillis());
        link.channel().pipeline().addLast(handler, new Negotiated(link));
    }

    private NettyLoop loopOf(Channel channel) {
        for (NettyLoop loop : loops) {
            if (loop.eventLoop() == channel.eventLoop()) {
                return loop;
            }
        }
        throw new IllegalStateException("a connection is on a loop of another server");
    }

    /** Goes on in the protocol that client and server agreed on (RFC 7301). */
    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final Link link;

        Negotiated(Link link) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.link = link;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                protocols.http2().begin(link);
            } else {
                protocols.http1().begin(link);
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            log.debug("{}: no TLS handshake", ctx.channel().remoteAddress(), cause);
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            log.debug("{}: no TLS handshake", ctx.channel().remoteAddress(), cause);
            ctx.close();
        }
    }
}
