package dev.herald.lab.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Many Socket.IO clients that poll, on one loop; each checks that every event comes once and in order. */
final class Pollers implements AutoCloseable {
    private static final int CONNECTING_MAX = 100;
    private static final int ANSWER_BYTES_MAX = 64 << 20;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();
    private final Tally tally = new Tally();

    /** The figures at full speed, with what the clients complain of. */
    static String measure(Target target, int clients, Fanout.Pace pace, int textBytes) {
        try (Pollers pollers = connect(target, clients)) {
            Fanout.Crowd crowd = new Fanout.Crowd(pollers.tally, clients);
            Fanout.Result result = Fanout.pump(
                    target.name() + " polling",
                    target,
                    crowd,
                    pace,
                    first -> Payload.numbered(Payload.PROJECT, first, pace.batch(), textBytes));
            return String.format(
                    Locale.ROOT,
                    "%s%n%d clients, %,d deliveries in %,d answers, %d errors%s",
                    result,
                    clients,
                    pollers.tally.events(),
                    pollers.tally.answers(),
                    pollers.tally.errors(),
                    pollers.tally.firstError());
        }
    }

    private static Pollers connect(Target target, int count) {
        Pollers pollers = new Pollers();
        Bootstrap bootstrap = new Bootstrap()
                .group(pollers.loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(ANSWER_BYTES_MAX))
                                .addLast(new Poller(pollers.tally));
                    }
                });
        for (int opened = 0; opened < count; opened++) {
            int before = opened;
            Subscribers.await(() -> before - pollers.tally.ready() < CONNECTING_MAX, "polling clients");
            pollers.channels.add(bootstrap
                    .connect(new InetSocketAddress("127.0.0.1", target.port()))
                    .syncUninterruptibly()
                    .channel());
        }
        Subscribers.await(() -> pollers.tally.ready() >= count, "rooms of polling clients");
        return pollers;
    }

    @Override
    public void close() {
        tally.closing();
        channels.forEach(Channel::close);
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
