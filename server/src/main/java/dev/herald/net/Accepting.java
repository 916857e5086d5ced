package dev.herald.net;

import dev.herald.loop.Clock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when no connection can be accepted, because there are no more open files: accepting rests for a moment,
 * for the clients wait in the system's queue, and the log says it once in a while and not each time. Runs on the loop of
 * the listening socket.
 */
final class Accepting extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Accepting.class);
    private static final long REST_MILLIS = 200;
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Clock clock;
    private boolean isTold;
    private long toldNanos;

    Accepting(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Without a rest the loop would try again at once, for the clients are still there.
        ctx.channel().config().setAutoRead(false);
        ctx.channel()
                .eventLoop()
                .schedule(() -> ctx.channel().config().setAutoRead(true), REST_MILLIS, TimeUnit.MILLISECONDS);
        if (!isTold || clock.nanos() - toldNanos > SILENCE_NANOS) {
            isTold = true;
            toldNanos = clock.nanos();
            log.warn(
                    "A connection could not be accepted ({}). New clients wait until others have left; where it says too"
                            + " many open files, raise their limit (ulimit -n, LimitNOFILE) or lower max-connections",
                    cause.getMessage());
        } else {
            log.debug("a connection could not be accepted", cause);
        }
    }
}
