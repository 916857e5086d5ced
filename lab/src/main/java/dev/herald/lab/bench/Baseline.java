package dev.herald.lab.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The least that can fan out: one epoll loop, a WebSocket handshake, and each posted line framed once and written to
 * every socket. No journal, no subscriptions, no checks; a socket that is full is written to all the same.
 */
public final class Baseline {
    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final List<Channel> SUBSCRIBERS = new ArrayList<>();

    private Baseline() {}

    public static void main(String[] arguments) throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 18, 1 << 19))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast("codec", new HttpServerCodec())
                                .addLast("whole", new HttpObjectAggregator(16 << 20))
                                .addLast("http", new Http());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println("http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
        server.closeFuture().sync();
    }

    private static final class Http extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            String key = request.headers().get("Sec-WebSocket-Key");
            if (key != null) {
                upgrade(context, key);
                return;
            }
            fanOut(context, request.content());
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            response.headers().set("Content-Length", 0);
            context.writeAndFlush(response);
        }

        private static void upgrade(ChannelHandlerContext context, String key) {
            String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
            context.pipeline().remove("codec");
            context.pipeline().remove("whole");
            context.pipeline().addLast(new Deaf());
            context.pipeline().remove("http");
            Channel channel = context.channel();
            channel.writeAndFlush(Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII));
            SUBSCRIBERS.add(channel);
            channel.closeFuture().addListener(closed -> SUBSCRIBERS.remove(channel));
        }

        private static void fanOut(ChannelHandlerContext context, ByteBuf lines) {
            ByteBuf frames = context.alloc().directBuffer(lines.readableBytes() * 2);
            while (lines.isReadable()) {
                int length = lines.bytesBefore((byte) '\n');
                frames.writeByte(0x81);
                if (length < 126) {
                    frames.writeByte(length);
                } else {
                    frames.writeByte(126).writeShort(length);
                }
                frames.writeBytes(lines, length);
                lines.skipBytes(1);
            }
            for (Channel subscriber : SUBSCRIBERS) {
                subscriber.writeAndFlush(frames.retainedDuplicate(), subscriber.voidPromise());
            }
            frames.release();
        }

        private static String accept(String key) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** What subscribers say is not heard. */
    private static final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
        }
    }
}
