package dev.herald.transport.net;

import dev.herald.http.Router;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One listening socket and its connections. Any thread; made, started and closed once each. */
public final class NetServer implements AutoCloseable {
    private final NetSettings settings;
    private final Io io;
    private final PooledByteBufAllocator allocator;
    private final MultiThreadIoEventLoopGroup group;
    private final List<NettyLoop> loops;
    private final List<Runnable> stopHooks = new CopyOnWriteArrayList<>();
    private @Nullable Channel listening;

    /**
     * Makes the loops, which run from now on; listens when started.
     *
     * @param endpoints by exact path
     */
    public NetServer(NetSettings settings, Router router, Map<String, Endpoint> endpoints, MeterRegistry meters) {
        this.settings = settings;
        this.io = settings.io().available();
        this.allocator = new PooledByteBufAllocator(true, 0, settings.loops(), 8192, 7, 64, 32, false);
        this.group = new MultiThreadIoEventLoopGroup(
                settings.loops(), new DefaultThreadFactory("herald-loop"), io.handlers());
        List<NettyLoop> made = new ArrayList<>();
        for (EventExecutor executor : group) {
            made.add(new NettyLoop((EventLoop) executor, allocator));
        }
        this.loops = List.copyOf(made);
    }

    /**
     * Binds and accepts from now on.
     *
     * @throws NetStartException the address is taken, not this machine's, or not allowed; or the certificate is bad
     */
    public void start() throws NetStartException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(io.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(
                                settings.limits().outboundLowBytes(),
                                settings.limits().outboundHighBytes()))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.close();
                    }
                });
        ChannelFuture bound = bootstrap.bind(settings.host(), settings.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new NetStartException(
                    "port " + settings.port() + " on " + settings.host() + " is taken", bound.cause());
        }
        listening = bound.channel();
    }

    /** The address that is listened on, with the port that was picked. */
    public InetSocketAddress address() {
        if (listening == null) {
            throw new IllegalStateException("not started");
        }
        return (InetSocketAddress) listening.localAddress();
    }

    /** The loops, each with its connections; the same for the server's whole life. */
    public List<NettyLoop> loops() {
        return loops;
    }

    /** Runs when the server stops, after it accepts no more and before connections are closed: tell the clients here. */
    public void onStop(Runnable hook) {
        stopHooks.add(hook);
    }

    /** Accepts no more, runs the hooks, finishes what runs, closes all; within the stop limit. Any thread but a loop. */
    @Override
    public void close() {
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        stopHooks.forEach(Runnable::run);
        group.shutdownGracefully(0, settings.limits().stop().toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
