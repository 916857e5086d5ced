package dev.herald.net.http1;

import dev.herald.loop.Loop;
import dev.herald.net.Discard;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * The last answer on a connection whose client may still be sending. Closed at once, the unread bytes would make the
 * kernel reset the connection, and the client could lose the answer (RFC 9112, section 9.6). So: write, close our half,
 * throw away what comes, and close when the client has or the time is up.
 */
final class Farewell {
    private static final long LINGER_MILLIS = 3_000;

    private Farewell() {}

    /** Runs on the channel's loop, when no handler in the pipeline reads any more. */
    static void say(Channel channel, Loop loop, ByteBuf last) {
        channel.pipeline().addLast(Discard.INSTANCE);
        channel.writeAndFlush(last).addListener(done -> {
            boolean isPlain = channel.pipeline().get(SslHandler.class) == null;
            if (isPlain && channel.isActive() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
        Loop.Timer timer = loop.schedule(LINGER_MILLIS, () -> channel.close());
        channel.closeFuture().addListener(closed -> timer.cancel());
    }
}
