package dev.herald.lab.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Many clients on one loop that count events and do as little else as they can.
 *
 * <p>The tally is written by the loop and read by the caller's thread.
 */
final class Subscribers implements AutoCloseable {
    private static final int CONNECTING_MAX = 200;
    private static final long READY_NANOS_MAX = TimeUnit.SECONDS.toNanos(120);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();
    private final Tally tally = new Tally();
    /** Clients whose handler was made; the loop's alone. */
    private int begun;

    /**
     * Connects, subscribes and returns when all are ready.
     *
     * @param conversations of the n-th client; not asked for with SSE
     */
    static Subscribers connect(Target target, int count, Protocol protocol, IntFunction<Conversation> conversations) {
        Subscribers subscribers = new Subscribers();
        Bootstrap bootstrap = new Bootstrap()
                .group(subscribers.loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(subscribers.counter(protocol, conversations));
                    }
                });
        for (int opened = 0; opened < count; opened++) {
            int before = opened;
            await(() -> before - subscribers.tally.ready() < CONNECTING_MAX, "connections");
            Channel channel = bootstrap
                    .connect(new InetSocketAddress("127.0.0.1", target.port()))
                    .syncUninterruptibly()
                    .channel();
            channel.writeAndFlush(Unpooled.copiedBuffer(protocol.request(), StandardCharsets.US_ASCII));
            subscribers.channels.add(channel);
        }
        await(() -> subscribers.tally.ready() >= count, "subscriptions");
        return subscribers;
    }

    private ChannelHandler counter(Protocol protocol, IntFunction<Conversation> conversations) {
        return switch (protocol) {
            case SSE -> new SseCounter(tally);
            case WEBSOCKET, SOCKETIO -> new FrameCounter(tally, conversations.apply(begun++));
        };
    }

    Tally tally() {
        return tally;
    }

    /** Stops or resumes reading on the first so many connections. */
    void reading(int first, boolean isOn) {
        channels.subList(0, first).forEach(channel -> channel.config().setAutoRead(isOn));
    }

    static void await(java.util.function.BooleanSupplier condition, String what) {
        long end = System.nanoTime() + READY_NANOS_MAX;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            LockSupport.parkNanos(50_000);
        }
    }

    @Override
    public void close() {
        tally.closing();
        channels.forEach(Channel::close);
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
