package dev.herald.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The last answer on a connection whose client may still be sending. Closed at once, the unread bytes would make the
 * kernel reset the connection, and the client could lose the answer (RFC 9112, section 9.6). So: write, close our half,
 * throw away what comes, and close when the client has or the time is up.
 */
final class Farewell {
    private static final long LINGER_MILLIS = 3_000;

    private Farewell() {}

    /** Runs on the channel's loop, when no handler in the pipeline reads any more. */
    static void say(Channel channel, NettyLoop loop, ByteBuf last) {
        channel.pipeline().addLast(Discard.INSTANCE);
        channel.writeAndFlush(last).addListener(done -> {
            boolean isPlain = channel.pipeline().get(SslHandler.class) == null;
            if (isPlain && channel.isActive() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
        Future<?> timer = loop.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
