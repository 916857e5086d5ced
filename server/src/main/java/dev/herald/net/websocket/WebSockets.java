package dev.herald.net.websocket;

import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import dev.herald.net.Exchange;
import dev.herald.net.NettyLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens WebSockets that have the same limits, once {@link Handshake#judge} has accepted them. */
public final class WebSockets {
    private final WebSocketSettings settings;
    private final Clock clock;
    private final WebSocketDecoderConfig plain;
    private final WebSocketDecoderConfig deflated;
    private final Map<Loop, MessageReader> readers = new ConcurrentHashMap<>();

    /** @param clock for signs of life */
    public WebSockets(WebSocketSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.plain = config(false);
        this.deflated = config(true);
    }

    /**
     * Answers 101 and opens. Runs on the exchange's loop, in the turn of the judgement or in a later one.
     *
     * @param application made when the connection is open; it may write
     * @return the connection, empty when the client has left meanwhile
     */
    public Optional<WebSocketConnection> open(
            Exchange exchange,
            Handshake.Accepted accepted,
            Function<WebSocketConnection, WebSocketApplication> application) {
        Channel channel = exchange.upgrade(accepted.headers());
        return channel.isActive()
                ? Optional.of(attach(exchange.loop(), channel, accepted.isDeflated(), application))
                : Optional.empty();
    }

    /**
     * Answers 101 and opens on another loop of the server. Runs on the exchange's loop.
     *
     * @param opened runs on {@code to}, with the channel of the handshake; gives it to {@link #attach}, unless it is not
     *     active because the client has left on the way
     */
    public void open(Exchange exchange, Handshake.Accepted accepted, NettyLoop to, Consumer<Channel> opened) {
        exchange.upgrade(accepted.headers(), to, opened);
    }

    /** Answers 101, says why there will be no conversation, and closes. Runs on the exchange's loop. */
    public void refuse(Exchange exchange, Handshake.Accepted accepted, int code, String reason) {
        Channel channel = exchange.upgrade(accepted.headers());
        ByteBuf close = channel.alloc().directBuffer();
        Frames.close(close, code, reason.getBytes(StandardCharsets.UTF_8));
        channel.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
    }

    /** Opens on a channel that is past its handshake. Runs on the loop, which is the channel's. */
    public WebSocketConnection attach(
            Loop loop,
            Channel channel,
            boolean isDeflated,
            Function<WebSocketConnection, WebSocketApplication> application) {
        MessageReader reader = readers.computeIfAbsent(loop, _ -> new MessageReader(settings.messageBytesMax()));
        WebSocketConnection connection =
                new WebSocketConnection(loop, channel, isDeflated, reader, settings.closeMillis(), clock);
        PacedDecoder decoder = new PacedDecoder(isDeflated ? deflated : plain, loop, clock, connection::isHeld);
        connection.open(decoder, application.apply(connection));
        channel.pipeline().addLast(decoder, connection);
        return connection;
    }

    /** The decoder throws at what is broken; saying so to the client is the connection's. */
    private WebSocketDecoderConfig config(boolean isDeflated) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(
                        isDeflated
                                ? MessageReader.deflatedBytesMax(settings.messageBytesMax())
                                : settings.messageBytesMax())
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(isDeflated)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
    }
}
