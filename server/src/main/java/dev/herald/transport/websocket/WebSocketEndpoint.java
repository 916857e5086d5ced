package dev.herald.transport.websocket;

import dev.herald.access.Grant;
import dev.herald.access.OriginRule;
import dev.herald.access.Permit;
import dev.herald.access.Verdict;
import dev.herald.http.Problem;
import dev.herald.hub.Hub;
import dev.herald.transport.Caller;
import dev.herald.transport.Entrance;
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
import org.jspecify.annotations.Nullable;

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
            case Handshake.Accepted accepted ->
                rules.entrance()
                        .onArrive(exchange.request(), exchange.loop(), arrival -> enter(exchange, accepted, arrival));
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

    /** A token that does not hold is told of over the WebSocket: a page cannot read the answer to a handshake. */
    private void enter(Exchange exchange, Handshake.Accepted handshake, Entrance.Arrival arrival) {
        switch (arrival) {
            case Entrance.Arrival.TooFast(Permit permit) ->
                exchange.respond(Entrance.problem(permit).response());
            case Entrance.Arrival.Welcome(Grant grant) -> accept(exchange, handshake, grant, null);
            case Entrance.Arrival.Denied(Verdict.Denied denied) -> accept(exchange, handshake, Grant.NONE, denied);
        }
    }

    private void accept(Exchange exchange, Handshake.Accepted handshake, Grant grant, Verdict.@Nullable Denied denied) {
        boolean isDeflated = handshake.isDeflated();
        boolean hasPlace = rules.admit();
        Channel channel = exchange.upgrade(handshake.headers());
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
        Caller caller = new Caller(rules, grant, exchange.request().remoteAddress());
        WebSocketSession session = new WebSocketSession(home, channel, hub.shard(loop), isDeflated, caller);
        channel.pipeline().addLast(new WebSocket13FrameDecoder(isDeflated ? deflated : plain), session);
        total.incrementAndGet();
        if (denied == null) {
            session.onOpen();
        } else {
            session.onOpen(denied);
        }
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
