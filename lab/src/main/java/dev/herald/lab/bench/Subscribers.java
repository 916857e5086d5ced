package dev.herald.lab.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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

    /**
     * Connects, subscribes and returns when all are ready.
     *
     * @param isSse over {@code /sse} instead of WebSocket
     * @param subscribe the message to send, or empty for a server that knows no subscriptions
     */
    static Subscribers connect(Target target, int count, boolean isSse, String subscribe) {
        Subscribers subscribers = new Subscribers();
        Bootstrap bootstrap = new Bootstrap()
                .group(subscribers.loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        isSse
                                                ? new SseCounter(subscribers.tally)
                                                : new FrameCounter(subscribers.tally, subscribe));
                    }
                });
        for (int opened = 0; opened < count; opened++) {
            int begun = opened;
            await(() -> begun - subscribers.tally.ready() < CONNECTING_MAX, "connections");
            Channel channel = bootstrap
                    .connect(new InetSocketAddress("127.0.0.1", target.port()))
                    .syncUninterruptibly()
                    .channel();
            channel.writeAndFlush(Unpooled.copiedBuffer(isSse ? sse() : handshake(), StandardCharsets.US_ASCII));
            subscribers.channels.add(channel);
        }
        await(() -> subscribers.tally.ready() >= count, "subscriptions");
        return subscribers;
    }

    private static String handshake() {
        return "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    private static String sse() {
        return "GET /sse HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";
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
        channels.forEach(Channel::close);
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
