package dev.herald.transport.websocket;

import dev.herald.access.OriginRule;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.hub.Hub;
import dev.herald.transport.SessionRules;
import dev.herald.transport.net.Endpoint;
import dev.herald.transport.net.Exchange;
import dev.herald.transport.net.NettyLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens WebSockets: for {@code /api/v1/dashboard/ws} and {@code /ws}. Requests are served on the connection's loop; the
 * rest is for any thread.
 */
public final class WebSocketEndpoint implements Endpoint {
    private static final int TRY_AGAIN_LATER = 1013;

    private final Hub hub;
    private final SessionRules rules;
    private final OriginRule origins;
    private final WebSocketDecoderConfig plain;
    private final WebSocketDecoderConfig deflated;
    private final Map<NettyLoop, WebSocketLoop> loops = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();
    private volatile boolean isStopping;

    public WebSocketEndpoint(Hub hub, SessionRules rules, OriginRule origins) {
        this.hub = hub;
        this.rules = rules;
        this.origins = origins;
        this.plain = config(false);
        this.deflated = config(true);
    }

    @Override
    public void onRequest(Exchange exchange) {
        if (exchange.isHttp2()) {
            exchange.respond(Problem.of(400, "Bad Request", "WebSockets are opened over HTTP/1.1 here")
                    .response());
            return;
        }
        if (isStopping) {
            exchange.respond(
                    Problem.of(503, "Service Unavailable", "the server stops").response());
            return;
        }
        switch (Handshake.judge(exchange.request(), origins)) {
            case Handshake.Accepted(Headers headers, boolean isDeflated) -> accept(exchange, headers, isDeflated);
            case Handshake.Refused(Problem problem) -> exchange.respond(problem.response());
        }
    }

    /** WebSockets open now. */
    public int open() {
        return open.get();
    }

    /** WebSockets opened since the start. */
    public long total() {
        return total.get();
    }

    /** Opens no more, and closes all with 1001; returns at once, clients have the closing time to answer. */
    public synchronized void stop() {
        if (isStopping) {
            return;
        }
        isStopping = true;
        loops.forEach((loop, home) -> loop.post(home::onStop));
    }

    private void accept(Exchange exchange, Headers headers, boolean isDeflated) {
        boolean hasPlace = rules.admit();
        Channel channel = exchange.upgrade(headers);
        if (!hasPlace) {
            ByteBuf close = channel.alloc().directBuffer();
            Frames.close(close, TRY_AGAIN_LATER, "no more sessions now".getBytes(StandardCharsets.UTF_8));
            channel.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        if (!channel.isActive()) {
            rules.dismiss();
            return;
        }
        NettyLoop loop = exchange.loop();
        WebSocketLoop home = loops.computeIfAbsent(loop, _ -> new WebSocketLoop(rules, loop, loop.allocator(), open));
        WebSocketSession session = new WebSocketSession(home, channel, hub.shard(loop), isDeflated);
        channel.pipeline().addLast(new WebSocket13FrameDecoder(isDeflated ? deflated : plain), session);
        session.onOpen();
        total.incrementAndGet();
    }

    /** The decoder throws at what is broken; saying so to the client is the session's. */
    private WebSocketDecoderConfig config(boolean isDeflated) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(rules.settings().messageBytesMax())
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(isDeflated)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
    }
}
