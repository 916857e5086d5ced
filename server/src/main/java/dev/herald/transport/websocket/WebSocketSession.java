package dev.herald.transport.websocket;

import dev.herald.access.Verdict;
import dev.herald.event.Position;
import dev.herald.hub.Dialect;
import dev.herald.hub.Shard;
import dev.herald.loop.Loop;
import dev.herald.transport.Caller;
import dev.herald.transport.Ending;
import dev.herald.transport.Peer;
import dev.herald.transport.Session;
import dev.herald.transport.Sweep;
import dev.herald.transport.WireBytes;
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
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: frames in, messages to the session, ready frames out. The only handler of ours in its pipeline. Runs on
 * its loop.
 *
 * <p>States: <em>open</em> → <em>closing</em> (our close frame is written; what comes is thrown away until the client's,
 * or until the closing time is over) or <em>draining</em> (the same after a broken frame, when nothing that comes can be
 * understood any more) → <em>gone</em>. After a close frame nothing is written: the cursor is closed before.
 *
 * <p>While the channel is not writable nothing is read, so that a client that asks and never listens costs one read's
 * worth of answers and no more. Bytes that leave the outbound buffer were taken by the client's machine, and count as a
 * sign of life as a pong does: a slow client is not an idle one.
 */
final class WebSocketSession extends ChannelInboundHandlerAdapter implements Peer, Sweep.Member {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSession.class);
    private static final int RSV1 = 4;
    private static final int GOING_AWAY = 1001;
    private static final int POLICY_VIOLATION = 1008;
    private static final int INTERNAL_ERROR = 1011;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int TOKEN_EXPIRED = 4401;

    private enum State {
        OPEN,
        CLOSING,
        DRAINING,
        GONE
    }

    private final WebSocketLoop home;
    private final Channel channel;
    private final Session session;
    private final boolean isDeflated;
    private State state = State.OPEN;
    private boolean isReading;
    private boolean isUnflushed;
    private int slot;
    private long heardMillis;
    /** When the next heartbeat is due; after a close frame, when the client's time to answer is over. */
    private long dueMillis;

    private @Nullable Assembly assembly;
    private @Nullable ByteBuf pongOwed;

    WebSocketSession(WebSocketLoop home, Channel channel, Shard shard, boolean isDeflated, Caller caller) {
        this.home = home;
        this.channel = channel;
        this.isDeflated = isDeflated;
        this.session = new Session(home.rules(), this, shard.onOpen(this), caller);
    }

    /** The handshake is over. */
    void onOpen() {
        home.onJoin(this);
        heardMillis = now();
        dueMillis = heardMillis + home.rules().settings().heartbeatMillis();
        session.onOpen();
    }

    /** The handshake is over, but the token that came with it does not hold: says so and ends. */
    void onOpen(Verdict.Denied denied) {
        onOpen();
        session.onDenied(denied);
    }

    /** The server stops. */
    void onStop() {
        close(GOING_AWAY, "the server stops");
    }

    @Override
    public boolean isWritable() {
        return state == State.OPEN && channel.isWritable();
    }

    @Override
    public void write(WireBytes events) {
        isUnflushed = false;
        channel.writeAndFlush(events.claim(), channel.voidPromise());
    }

    @Override
    public void say(byte[] json) {
        if (state == State.OPEN) {
            ByteBuf frame = channel.alloc().directBuffer(Frames.bytes(json.length));
            Frames.text(frame, json);
            send(frame);
        }
    }

    @Override
    public void end(Ending ending, String reason) {
        close(
                switch (ending) {
                    case UNAUTHENTICATED -> POLICY_VIOLATION;
                    case EXPIRED -> TOKEN_EXPIRED;
                },
                reason);
    }

    @Override
    public Loop loop() {
        return home.loop();
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public Dialect<WireBytes> dialect(boolean isAliased) {
        return home.dialect(isDeflated, isAliased);
    }

    @Override
    public void onGap(Position requested, Position oldestAvailable) {
        session.onGap(requested, oldestAvailable);
    }

    @Override
    public void onBroken(String reason) {
        LOG.warn("session {} cannot go on: {}", session.id(), reason);
        close(TRY_AGAIN_LATER, "come back and resume: " + reason);
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
        boolean takesMore = channel.isWritable();
        channel.config().setAutoRead(takesMore);
        if (takesMore) {
            heardMillis = now();
            payPong();
            beatIfDue();
            session.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state != State.GONE) {
            state = State.GONE;
            session.onClose();
            dropWork();
            home.onLeave(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException broken ->
                closeBroken(broken.closeStatus().code(), String.valueOf(broken.getMessage()));
            case IOException _ -> channel.close();
            default -> {
                LOG.error("session {} failed", session.id(), cause);
                close(INTERNAL_ERROR, "the server failed");
            }
        }
    }

    @Override
    public void onSweep() {
        if (state == State.OPEN) {
            session.onTime();
        }
        if (state != State.OPEN) {
            if (now() >= dueMillis) {
                channel.close();
            }
        } else if (now() - heardMillis >= home.rules().settings().idleMillis()) {
            close(GOING_AWAY, "no sign of life");
        } else if (channel.isWritable()) {
            beatIfDue();
        }
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int slot) {
        this.slot = slot;
    }

    private void onFrame(WebSocketFrame frame) throws InvalidMessage {
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
        Assembly begun = assembly;
        if (begun == null && frame.isFinalFragment()) {
            onMessage(frame.content(), frame instanceof BinaryWebSocketFrame, frame.rsv() == RSV1);
            return;
        }
        if (begun == null) {
            begun = new Assembly(frame instanceof BinaryWebSocketFrame, frame.rsv() == RSV1, channel.alloc());
            assembly = begun;
        }
        if (!begun.add(frame.content(), home.reader().bytesMax())) {
            throw home.reader().tooBig();
        }
        if (frame.isFinalFragment()) {
            assembly = null;
            try {
                onMessage(begun.bytes(), begun.isBinary(), begun.isDeflated());
            } finally {
                begun.release();
            }
        }
    }

    private void onMessage(ByteBuf message, boolean isBinary, boolean isCompressed) throws InvalidMessage {
        if (isBinary) {
            session.onBinary();
        } else {
            session.onMessage(home.reader().text(message, isCompressed));
        }
    }

    /** Each ping is answered; while the client does not read, only the latest will be (RFC 6455, section 5.5.3). */
    private void onPing(ByteBuf payload) {
        ByteBuf pong = channel.alloc().directBuffer(Frames.bytes(payload.readableBytes()));
        Frames.control(pong, Frames.PONG, payload);
        if (channel.isWritable()) {
            send(pong);
            return;
        }
        if (pongOwed != null) {
            pongOwed.release();
        }
        pongOwed = pong;
    }

    private void payPong() {
        ByteBuf owed = pongOwed;
        if (owed != null) {
            pongOwed = null;
            send(owed);
        }
    }

    /** The client closes: its code goes back to it, then the connection ends. */
    private void onClose(int code) {
        if (leaveOpen(State.CLOSING)) {
            writeClose(code, "").addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void close(int code, String reason) {
        if (leaveOpen(State.CLOSING)) {
            writeClose(code, reason);
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
        channel.pipeline().remove(WebSocket13FrameDecoder.class);
        boolean isTls = channel.pipeline().get(SslHandler.class) != null;
        writeClose(code, reason).addListener(_ -> {
            if (!isTls && channel instanceof DuplexChannel duplex && channel.isActive()) {
                duplex.shutdownOutput();
            }
        });
    }

    /** Answers whether the close frame is still to be written. */
    private boolean leaveOpen(State next) {
        if (state != State.OPEN) {
            return false;
        }
        state = next;
        dueMillis = now() + home.rules().settings().closeMillis();
        session.onClose();
        dropWork();
        channel.config().setAutoRead(true);
        return true;
    }

    private ChannelFuture writeClose(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = channel.alloc().directBuffer(Frames.bytes(2 + text.length));
        Frames.close(frame, code, text);
        isUnflushed = false;
        return channel.writeAndFlush(frame);
    }

    private void beatIfDue() {
        if (state == State.OPEN && now() >= dueMillis) {
            dueMillis = now() + home.rules().settings().heartbeatMillis();
            ByteBuf ping = channel.alloc().directBuffer(Frames.bytes(0));
            Frames.emptyPing(ping);
            channel.write(ping, channel.voidPromise());
            session.onHeartbeat();
        }
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
        if (assembly != null) {
            assembly.release();
            assembly = null;
        }
        if (pongOwed != null) {
            pongOwed.release();
            pongOwed = null;
        }
    }

    private long now() {
        return home.rules().nowMillis();
    }
}
