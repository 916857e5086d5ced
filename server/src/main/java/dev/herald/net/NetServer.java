package dev.herald.net;

import dev.herald.access.OriginRule;
import dev.herald.http.CrossOrigin;
import dev.herald.http.Router;
import dev.herald.loop.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening socket and its connections. Any thread; made, started and closed once each. */
public final class NetServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NetServer.class);
    private static final int BACKLOG = 4_096;

    /** Of the allocator: small, so that an idle server holds little, and a batch for an audience still fits in one. */
    private static final int CHUNK_SHIFT = 7;

    private final NetSettings settings;
    private final Router router;
    private final Map<String, Endpoint> endpoints;
    private final Protocols protocols;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Io io;
    private final PooledByteBufAllocator allocator;
    private final MultiThreadIoEventLoopGroup group;
    private final List<NettyLoop> loops;
    private final Connections connections = new Connections();
    private final AtomicLong untaken = new AtomicLong();
    private final List<Runnable> stopHooks = new CopyOnWriteArrayList<>();
    private @Nullable Site site;
    private @Nullable Channel listening;

    /**
     * Makes the loops, which run from now on; listens when started.
     *
     * @param endpoints by exact path
     */
    public NetServer(
            NetSettings settings,
            Router router,
            Map<String, Endpoint> endpoints,
            Protocols protocols,
            MeterRegistry meters) {
        this(settings, router, endpoints, protocols, meters, Clock.system());
    }

    /** @param clock for deadlines and {@code Date} */
    public NetServer(
            NetSettings settings,
            Router router,
            Map<String, Endpoint> endpoints,
            Protocols protocols,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.router = router;
        this.endpoints = Map.copyOf(endpoints);
        this.protocols = protocols;
        this.registry = meters;
        this.clock = clock;
        this.io = settings.io().available();
        // Only the loops, which are Netty's own threads, keep caches of buffers; virtual threads would leave theirs
        // behind.
        this.allocator = new PooledByteBufAllocator(true, 0, settings.loops(), 8192, CHUNK_SHIFT, 64, 32, false);
        this.group = new MultiThreadIoEventLoopGroup(
                settings.loops(), new DefaultThreadFactory("herald-loop"), io.handlers());
        long answersBytes = settings.limits().answersBytes() / settings.loops();
        List<NettyLoop> made = new ArrayList<>();
        for (EventExecutor executor : group) {
            made.add(new NettyLoop((EventLoop) executor, allocator, clock, new Answers(answersBytes, untaken)));
        }
        this.loops = List.copyOf(made);
    }

    /**
     * Binds and accepts from now on.
     *
     * @throws NetStartException the address is taken, not this machine's, or not allowed; or the certificate is bad; close
     *     the server then
     */
    public void start() throws NetStartException {
        InetAddress address = resolve(settings.host());
        SslContext tls = settings.tls() == null ? null : TlsSetup.context(settings.tls());
        HostRule hosts = new HostRule(
                address.isLoopbackAddress(),
                settings.host().toLowerCase(Locale.ROOT),
                settings.allowedHosts(),
                new PageRule(new OriginRule(settings.allowedOrigins()), settings.isOpen()));
        site = new Site(
                router,
                endpoints,
                hosts,
                settings.proxies(),
                new CrossOrigin(settings.allowedOrigins()),
                settings.limits(),
                new NetMeters(registry, connections.open(), untaken),
                clock);
        NetLimits limits = settings.limits();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(io.serverChannel())
                .handler(new Accepting(clock))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.outboundLowBytes(), limits.outboundHighBytes()))
                .childHandler(new ConnectionSetup(site, loops, connections, protocols, tls));
        ChannelFuture bound = bootstrap.bind(address, settings.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refused(bound.cause());
        }
        listening = bound.channel();
    }

    private InetAddress resolve(String host) throws NetStartException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new NetStartException("host " + host + " is not known; give a name or address of this machine", e);
        }
    }

    private NetStartException refused(Throwable cause) {
        String where = "port " + settings.port() + " on " + settings.host();
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("in use")) {
            return new NetStartException(where + " is taken; stop what listens there or choose another --port", cause);
        }
        if (reason.contains("permission denied")) {
            return new NetStartException(where + " is not allowed; choose a port above 1023", cause);
        }
        if (cause instanceof BindException || reason.contains("cannot assign")) {
            return new NetStartException("host " + settings.host() + " is no address of this machine", cause);
        }
        return new NetStartException("cannot listen to " + where + ": " + cause.getMessage(), cause);
    }

    /** The address that is listened on, with the port that was picked. */
    public InetSocketAddress address() {
        if (listening == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return (InetSocketAddress) listening.localAddress();
    }

    /** What the loops wait with, after what the machine lacks has been replaced. */
    public Io io() {
        return io;
    }

    /** The loops, each with its connections; the same for the server's whole life. */
    public List<NettyLoop> loops() {
        return loops;
    }

    /** Runs when the server stops, after it accepts no more and before connections are closed: tell the clients here. */
    public void whenStopping(Runnable hook) {
        stopHooks.add(hook);
    }

    /**
     * Accepts no more, runs the hooks, lets running requests be answered, closes all; within the stop limit. Any thread but
     * a loop.
     */
    @Override
    public void close() {
        long until = System.nanoTime() + settings.limits().stop().toNanos();
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        if (site != null) {
            site.stop();
        }
        stopHooks.forEach(Runnable::run);
        for (NettyLoop loop : loops) {
            loop.post(() -> List.copyOf(loop.connections()).forEach(Stoppable::onStop));
        }
        try {
            int left = connections.awaitNone(until - System.nanoTime());
            if (left > 0) {
                log.warn(
                        "{} connections did not end within {}: closing them",
                        left,
                        settings.limits().stop());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
