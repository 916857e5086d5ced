package dev.herald.net;

import dev.herald.access.Audit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the header of the PROXY protocol, version 1 or 2 (haproxy's proxy-protocol.txt), which comes before
 * everything else, TLS included, and then lets the connection begin. There is always one: guessing would let a client
 * write its own. What is none, is too long or does not come within the time that the head of a request may take ends the
 * connection without a word. Runs on the connection's loop.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    /** What a header of version 2 may add to the addresses; names of certificates come in there. */
    private static final int EXTENSIONS_BYTES_MAX = 2 << 10;

    private static final Logger log = LoggerFactory.getLogger(ProxyHeader.class);

    private final Deadline deadline;
    private final Runnable begin;

    private ProxyHeader(Deadline deadline, Runnable begin) {
        this.deadline = deadline;
        this.begin = begin;
    }

    /** @param begin adds the handlers of what follows */
    static void await(Site site, NettyLoop loop, Channel channel, Runnable begin) {
        Deadline deadline = new Deadline(loop, site.clock(), () -> refuse(channel, "no PROXY header came in time"));
        deadline.set(site.limits().head());
        channel.pipeline()
                .addLast(new HAProxyMessageDecoder(EXTENSIONS_BYTES_MAX, true), new ProxyHeader(deadline, begin));
    }

    /** Closes a connection that may not be, and says so to the audit. */
    static void refuse(Channel channel, String reason) {
        Audit.tell(
                Audit.Act.REFUSED, new Audit.Who(null, null, Remote.of(channel).text()), "PROXY protocol: " + reason);
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            ReferenceCountUtil.release(message);
            return;
        }
        try {
            name(ctx.channel(), header);
        } catch (IllegalArgumentException notAnAddress) {
            log.debug("a PROXY header names no address", notAnAddress);
            refuse(ctx.channel(), "malformed header");
            return;
        } finally {
            header.release();
        }
        deadline.cancel();
        // The decoder hands on what came behind the header when it leaves, to the handlers that are there by then.
        begin.run();
        ctx.pipeline().remove(this);
    }

    /** A proxy that speaks for itself, such as by a health check, names nobody. */
    private static void name(Channel channel, HAProxyMessage header) {
        HAProxyProxiedProtocol.AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean isAddress = family == HAProxyProxiedProtocol.AddressFamily.AF_IPv4
                || family == HAProxyProxiedProtocol.AddressFamily.AF_IPv6;
        String source = header.sourceAddress();
        if (isAddress && source != null) {
            Remote.name(channel, InetAddress.ofLiteral(source));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("no PROXY header", cause);
        refuse(ctx.channel(), "malformed header");
    }
}
