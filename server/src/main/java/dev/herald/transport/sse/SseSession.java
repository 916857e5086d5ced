package dev.herald.transport.sse;

import dev.herald.access.Grant;
import dev.herald.event.Position;
import dev.herald.hub.Dialect;
import dev.herald.hub.Shard;
import dev.herald.loop.Loop;
import dev.herald.net.Framing;
import dev.herald.session.Answer;
import dev.herald.session.Caller;
import dev.herald.session.Ending;
import dev.herald.session.Interest;
import dev.herald.session.Peer;
import dev.herald.session.Session;
import dev.herald.session.SessionRules;
import dev.herald.transport.Sweep;
import dev.herald.transport.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event stream. Runs on its loop, but for {@link #id} and {@link #loop}.
 *
 * <p>A client of a stream says nothing, so what counts as its sign of life is that it takes what is written: one whose
 * channel stays unwritable for the idle time is closed.
 */
final class SseSession extends ChannelInboundHandlerAdapter implements Peer<WireBytes>, Sweep.Member {
    /** Where a stream lives: what it shares with the others of its loop. */
    interface Home {
        /** Any thread. */
        SessionRules rules();

        /** Any thread. */
        Loop loop();

        /** The stream is open. */
        void onJoin(SseSession session);

        /** The stream is gone. */
        void onLeave(SseSession session);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SseSession.class);

    private final Home home;
    private final Channel channel;
    private final Framing framing;
    private final boolean isNamed;
    private final Session<WireBytes> session;
    private final long sinceEpochMillis;
    private boolean isOpen = true;
    private boolean isGone;
    private int slot;
    private long takenMillis;
    private long dueMillis;

    SseSession(Home home, Channel channel, Shard shard, Framing framing, boolean isNamed, Caller caller) {
        this.home = home;
        this.channel = channel;
        this.framing = framing;
        this.isNamed = isNamed;
        this.sinceEpochMillis = home.rules().epochMillis();
        this.session = new Session<>(home.rules(), this, shard.onOpen(this), caller);
    }

    /** Any thread. */
    UUID id() {
        return session.id();
    }

    /** Any thread. */
    @Override
    public Loop loop() {
        return home.loop();
    }

    Caller caller() {
        return session.caller();
    }

    long sinceEpochMillis() {
        return sinceEpochMillis;
    }

    boolean isOpen() {
        return isOpen;
    }

    Optional<Interest> interest() {
        return session.interest();
    }

    /** The head of the response is written. @param unreadable what the client gave for an id, or null */
    void onOpen(Answer.Granted granted, @Nullable String unreadable) {
        loop().check();
        home.onJoin(this);
        takenMillis = now();
        dueMillis = takenMillis + home.rules().settings().heartbeatMillis();
        ByteBuf retry = Fields.begin(channel.alloc(), framing, Fields.RETRY.length);
        retry.writeBytes(Fields.RETRY);
        Fields.end(retry, framing);
        send(retry);
        session.onOpen(granted, unreadable);
    }

    /** Hears something else from now on. */
    void onChange(Answer.Granted granted, Grant grant) {
        loop().check();
        session.onChange(granted, grant);
    }

    /** Its token was replaced. */
    void onGrant(Grant grant) {
        loop().check();
        session.onGrant(grant);
    }

    @Override
    public void end(Ending ending, String reason) {
        onStop();
    }

    @Override
    public String transport() {
        return "sse";
    }

    /** Ends the stream. */
    void onStop() {
        loop().check();
        if (!isOpen) {
            return;
        }
        isOpen = false;
        session.onClose();
        dueMillis = now() + home.rules().settings().closeMillis();
        switch (framing) {
            case CHUNKED -> {
                ByteBuf last = channel.alloc().directBuffer();
                Fields.lastChunk(last);
                channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
            }
            case UNTIL_CLOSE -> channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            case HTTP2_DATA ->
                channel.writeAndFlush(new DefaultHttp2DataFrame(true)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public boolean isWritable() {
        return isOpen && channel.isWritable();
    }

    @Override
    public void write(WireBytes events) {
        send(events.claim());
    }

    @Override
    public void say(byte[] json) {
        beat(json, null);
    }

    /** The id is what the client shows when it comes back, so a quiet one does not show an old one. */
    @Override
    public void beat(byte[] json, @Nullable Position sentTo) {
        if (isOpen) {
            byte[] id = sentTo == null ? null : Fields.ascii(sentTo.toString());
            ByteBuf out = Fields.begin(channel.alloc(), framing, Fields.bytes(id, null, json));
            Fields.event(out, id, null, json);
            Fields.end(out, framing);
            send(out);
        }
    }

    @Override
    public Dialect<WireBytes> dialect(boolean isAliased) {
        return new SseDialect(framing, isNamed, isAliased, channel.alloc());
    }

    @Override
    public void onGap(Position requested, Position oldestAvailable) {
        loop().check();
        session.onGap(requested, oldestAvailable);
    }

    @Override
    public void onBroken(String reason) {
        loop().check();
        LOG.warn("stream {} cannot go on: {}", session.id(), reason);
        onStop();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        takenMillis = now();
        if (isWritable()) {
            beatIfDue();
            session.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!isGone) {
            isGone = true;
            isOpen = false;
            session.onClose();
            home.onLeave(this);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("stream {} failed", session.id(), cause);
        }
        channel.close();
    }

    @Override
    public void onSweep() {
        loop().check();
        if (isOpen) {
            session.onTime();
        }
        if (!isOpen) {
            if (now() >= dueMillis) {
                channel.close();
            }
        } else if (channel.isWritable()) {
            beatIfDue();
        } else if (now() - takenMillis >= home.rules().settings().idleMillis()) {
            channel.close();
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

    private void beatIfDue() {
        if (now() >= dueMillis) {
            dueMillis = now() + home.rules().settings().heartbeatMillis();
            session.onHeartbeat();
        }
    }

    private void send(ByteBuf bytes) {
        if (framing == Framing.HTTP2_DATA) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(bytes));
        } else {
            channel.writeAndFlush(bytes, channel.voidPromise());
        }
    }

    private long now() {
        return home.rules().nowMillis();
    }
}
