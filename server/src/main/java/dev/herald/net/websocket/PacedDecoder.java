package dev.herald.net.websocket;

import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder of frames, which hands them on no faster than they can be answered. One read may hold thousands of
 * small messages with large answers: so before each frame it looks whether the client takes its answers, and whether this
 * connection has had its share of the loop's time. If not, what has come waits as bytes, nothing more is read, and it goes
 * on in a later turn of the loop. Runs on its loop.
 */
final class PacedDecoder extends WebSocket13FrameDecoder {
    /** What one connection may take of its loop before others have their turn. */
    static final long TURN_NANOS = 2_000_000;

    private final Loop loop;
    private final Clock clock;
    private final BooleanSupplier isHeld;
    private @Nullable ChannelHandlerContext own;
    private long turnNanos;
    private boolean isInTurn;
    private boolean isWaiting;
    private boolean isDue;

    /** @param isHeld whether the client does not take what it is answered, so that it is to be asked nothing more */
    PacedDecoder(WebSocketDecoderConfig config, Loop loop, Clock clock, BooleanSupplier isHeld) {
        super(config);
        this.loop = loop;
        this.clock = clock;
        this.isHeld = isHeld;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        own = ctx;
        super.handlerAdded(ctx);
    }

    /**
     * Goes on soon, if it waits; the client may take more now, or what it sends is not answered any more.
     *
     * @return whether it waits; then it reads on by itself when its turn has come
     */
    boolean resume() {
        if (isWaiting && !isDue) {
            isDue = true;
            loop.post(this::onTurn);
        }
        return isWaiting;
    }

    private void onTurn() {
        loop.check();
        isDue = false;
        ChannelHandlerContext ctx = own;
        if (ctx == null || ctx.isRemoved() || isHeld.getAsBoolean()) {
            return;
        }
        isWaiting = false;
        try {
            if (actualReadableBytes() > 0) {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
                channelReadComplete(ctx);
            }
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
        if (!isWaiting && !isHeld.getAsBoolean()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!isInTurn) {
            // One turn may bring many reads, and its time is that of all of them.
            isInTurn = true;
            turnNanos = clock.nanos();
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        isInTurn = false;
        if (isWaiting) {
            // The super class would ask for more bytes where none became a frame.
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (isWaiting) {
            return;
        }
        boolean isTooLong = clock.nanos() - turnNanos >= TURN_NANOS;
        if (isTooLong || isHeld.getAsBoolean()) {
            isWaiting = true;
            ctx.channel().config().setAutoRead(false);
            if (isTooLong && !isDue) {
                // What is posted runs in the same turn, before other connections are looked at.
                isDue = true;
                loop.schedule(1, this::onTurn);
            }
            return;
        }
        super.decode(ctx, in, out);
    }
}
