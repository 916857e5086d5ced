package dev.herald.net.websocket;

import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: frames in, messages to its application, ready frames out. The only handler of ours in its pipeline. Runs
 * on its loop.
 *
 * <p>States: <em>open</em> → <em>closing</em> (our close frame is written; what comes is thrown away until the client's,
 * or until the closing time is over) or <em>draining</em> (the same after a broken frame, when nothing that comes can be
 * understood any more) → <em>gone</em>. After a close frame nothing is written: the application is told before.
 *
 * <p>While the channel is not writable nothing is read and nothing that has come is looked at, so that a client that asks
 * and never listens costs what the channel holds and one answer, no more. Bytes that leave the outbound buffer were taken by the client's machine, and count as a
 * sign of life as a pong does: a slow client is not an idle one.
 */
public final class WebSocketConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final int RSV1 = 4;
    private static final int INTERNAL_ERROR = 1011;
    private static final int CLOSE_CODE_MAX = 4_999;

    private enum State {
        OPEN,
        CLOSING,
        DRAINING,
        GONE
    }

    private final Loop loop;
    private final Channel channel;
    private final boolean isDeflated;
    private final MessageReader reader;
    private final long closeMillis;
    private final Clock clock;
    private @Nullable PacedDecoder decoder;
    private @Nullable WebSocketApplication application;
    private State state = State.OPEN;
    private boolean isReading;
    private boolean isUnflushed;
    private long heardMillis;
    private long takenMillis;
    private Loop.@Nullable Timer closingTime;
    private @Nullable Fragments fragments;

    WebSocketConnection(
            Loop loop, Channel channel, boolean isDeflated, MessageReader reader, long closeMillis, Clock clock) {
        this.loop = loop;
        this.channel = channel;
        this.isDeflated = isDeflated;
        this.reader = reader;
        this.closeMillis = closeMillis;
        this.clock = clock;
        this.heardMillis = now();
        this.takenMillis = heardMillis;
    }

    void open(PacedDecoder before, WebSocketApplication opened) {
        decoder = before;
        application = opened;
    }

    /** The loop that it lives and dies on. */
    public Loop loop() {
        return loop;
    }

    /** Whether compressed frames may be written; plain ones always may. */
    public boolean isDeflated() {
        return isDeflated;
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether it takes more now; after a no the application hears {@code onWritable}. */
    public boolean isWritable() {
        return state == State.OPEN && channel.isWritable();
    }

    /** Whether the client must take what it was answered before it is heard again. */
    boolean isHeld() {
        return state == State.OPEN && !channel.isWritable();
    }

    /** When the client last gave a sign of life, in the clock's milliseconds: a frame, or bytes that it took. */
    public long heardMillis() {
        return heardMillis;
    }

    /** When the client last took what the channel could not hold; the opening, if there was no such time. */
    public long takenMillis() {
        return takenMillis;
    }

    /** Frames for later writes, from the channel's own allocator. */
    public ByteBuf buffer(int bytes) {
        return channel.alloc().directBuffer(bytes);
    }

    /** Writes and flushes whole frames; the claim on them is this connection's from now on. */
    public void write(ByteBuf frames) {
        if (state != State.OPEN) {
            frames.release();
            return;
        }
        isUnflushed = false;
        channel.writeAndFlush(frames, channel.voidPromise());
    }

    /** Writes whole frames, which leave with what else this read answers. The claim is this connection's from now on. */
    public void say(ByteBuf frames) {
        if (state == State.OPEN) {
            send(frames);
        } else {
            frames.release();
        }
    }

    /** Says one text, UTF-8, as it is. */
    public void text(byte[] utf8) {
        if (state == State.OPEN) {
            ByteBuf frame = buffer(Frames.bytes(utf8.length));
            Frames.text(frame, utf8);
            send(frame);
        }
    }

    /** Says one binary message as it is. */
    public void binary(byte[] payload) {
        if (state == State.OPEN) {
            ByteBuf frame = buffer(Frames.bytes(payload.length));
            Frames.binary(frame, payload);
            send(frame);
        }
    }

    /** Asks the client for a sign of life; leaves with what is written next. */
    public void ping() {
        if (state == State.OPEN) {
            ByteBuf ping = buffer(Frames.bytes(0));
            Frames.emptyPing(ping);
            isUnflushed = true;
            channel.write(ping, channel.voidPromise());
        }
    }

    /**
     * Closes; without effect when it is closed.
     *
     * @param code that may be sent (RFC 6455, section 7.4)
     * @param reason for the client, cut to 123 bytes
     */
    public void close(int code, String reason) {
        if (leaveOpen(State.CLOSING)) {
            writeClose(code, reason);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            isReading = true;
            if (message instanceof WebSocketFrame frame) {
                onFrame(frame);
            }
        } catch (InvalidMessage invalid) {
            close(invalid.code(), invalid.reason());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        isReading = false;
        if (isUnflushed) {
            isUnflushed = false;
            channel.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (state != State.OPEN) {
            return;
        }
        if (!channel.isWritable()) {
            channel.config().setAutoRead(false);
        } else {
            listen();
            heardMillis = now();
            takenMillis = heardMillis;
            application().onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.GONE) {
            return;
        }
        boolean wasOpen = state == State.OPEN;
        state = State.GONE;
        if (closingTime != null) {
            closingTime.cancel();
        }
        dropWork();
        if (wasOpen) {
            application().onClosing();
        }
        application().onGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException broken ->
                closeBroken(broken.closeStatus().code(), String.valueOf(broken.getMessage()));
            case IOException _ -> channel.close();
            default -> {
                LOG.error("a WebSocket of {} failed", channel.remoteAddress(), cause);
                close(INTERNAL_ERROR, "the server failed");
            }
        }
    }

    private void onFrame(WebSocketFrame frame) throws InvalidMessage {
        loop.check();
        if (state != State.OPEN) {
            if (frame instanceof CloseWebSocketFrame) {
                channel.close();
            }
            return;
        }
        heardMillis = now();
        boolean isStart = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        if (frame.rsv() != 0 && !(isDeflated && isStart && frame.rsv() == RSV1)) {
            throw new InvalidMessage(InvalidMessage.PROTOCOL_ERROR, "a reserved bit is set");
        }
        if (isStart || frame instanceof ContinuationWebSocketFrame) {
            onData(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            onPing(frame.content());
        } else if (frame instanceof CloseWebSocketFrame closing) {
            onClose(closing.statusCode());
        }
    }

    /** The decoder sees to it that a continuation continues something, and that nothing else comes in between. */
    private void onData(WebSocketFrame frame) throws InvalidMessage {
        loop.check();
        Fragments begun = fragments;
        if (begun == null && frame.isFinalFragment()) {
            onMessage(frame.content(), frame instanceof BinaryWebSocketFrame, frame.rsv() == RSV1);
            return;
        }
        if (begun == null) {
            begun = new Fragments(frame instanceof BinaryWebSocketFrame, frame.rsv() == RSV1, channel.alloc());
            fragments = begun;
        }
        begun.add(frame.content(), reader);
        if (frame.isFinalFragment()) {
            fragments = null;
            try {
                onMessage(begun.bytes(), begun.isBinary(), begun.isDeflated());
            } finally {
                begun.release();
            }
        }
    }

    private void onMessage(ByteBuf message, boolean isBinary, boolean isCompressed) throws InvalidMessage {
        loop.check();
        if (isBinary) {
            application().onBinary(reader.bytes(message, isCompressed));
        } else {
            application().onText(reader.text(message, isCompressed));
        }
    }

    /** Each ping is answered (RFC 6455, section 5.5.3). */
    private void onPing(ByteBuf payload) {
        loop.check();
        ByteBuf pong = buffer(Frames.bytes(payload.readableBytes()));
        Frames.control(pong, Frames.PONG, payload);
        send(pong);
    }

    /** The client closes: its code goes back to it, then the connection ends. */
    private void onClose(int code) throws InvalidMessage {
        loop.check();
        if (code > CLOSE_CODE_MAX) {
            throw new InvalidMessage(InvalidMessage.PROTOCOL_ERROR, "a close code is at most " + CLOSE_CODE_MAX);
        }
        if (leaveOpen(State.CLOSING)) {
            writeClose(code, "").addListener(ChannelFutureListener.CLOSE);
        }
    }

    /**
     * Nothing that comes can be understood any more. The end of our side is told to the client, and what it still sends
     * is thrown away: closing at once would reset the connection, and the close frame might be lost with it.
     */
    private void closeBroken(int code, String reason) {
        if (!leaveOpen(State.DRAINING)) {
            return;
        }
        channel.pipeline().remove(PacedDecoder.class);
        boolean isTls = channel.pipeline().get(SslHandler.class) != null;
        writeClose(code, reason).addListener(_ -> {
            if (!isTls && channel instanceof DuplexChannel duplex && channel.isActive()) {
                duplex.shutdownOutput();
            }
        });
    }

    /** Answers whether the close frame is still to be written. */
    private boolean leaveOpen(State next) {
        loop.check();
        if (state != State.OPEN) {
            return false;
        }
        state = next;
        closingTime = loop.schedule(closeMillis, () -> channel.close());
        dropWork();
        application().onClosing();
        listen();
        return true;
    }

    /** Reads on, from what has come meanwhile. */
    private void listen() {
        if (decoder == null || !decoder.resume()) {
            channel.config().setAutoRead(true);
        }
    }

    private ChannelFuture writeClose(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = buffer(Frames.bytes(2 + text.length));
        Frames.close(frame, code, text);
        isUnflushed = false;
        return channel.writeAndFlush(frame);
    }

    /** Inside a read, what is written leaves when the read is over, all at once. */
    private void send(ByteBuf frame) {
        if (isReading) {
            isUnflushed = true;
            channel.write(frame, channel.voidPromise());
        } else {
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    private void dropWork() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    private WebSocketApplication application() {
        if (application == null) {
            throw new IllegalStateException("a WebSocket has its application before it reads");
        }
        return application;
    }

    private long now() {
        return clock.nanos() / 1_000_000;
    }
}
