package dev.herald.transport.engineio;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.Response;
import dev.herald.net.Exchange;
import dev.herald.net.NettyLoop;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A polling request. It may be of another loop than its session; all methods run on the session's loop. */
final class Poll {
    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);
    private static final Headers PLAIN =
            Headers.NONE.with("Content-Type", "text/plain; charset=UTF-8").with("Cache-Control", "no-store");
    static final byte[] NOOP = {'6'};
    static final byte[] CLOSE = {'1'};
    private static final Response OK = new Response(200, PLAIN, "ok".getBytes(StandardCharsets.US_ASCII));

    private static final Problem FAILED = Problem.of(500, "Internal Server Error", "the server failed");

    private final Exchange exchange;
    private @Nullable ChannelFutureListener leaving;
    private boolean isAnswered;

    Poll(Exchange exchange) {
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Answers that the server failed. */
    void fail() {
        answer(FAILED.response());
    }

    void ok() {
        answer(OK);
    }

    void packets(byte[] body) {
        answer(new Response(200, PLAIN, body));
    }

    boolean isAnswered() {
        return isAnswered;
    }

    void answer(Response response) {
        isAnswered = true;
        if (leaving != null) {
            exchange.channel().closeFuture().removeListener(leaving);
        }
        NettyLoop loop = exchange.loop();
        if (loop.isInside()) {
            respond(response);
        } else {
            post(loop, () -> respond(response));
        }
    }

    /** Posts to a loop from another. Loops end together when the server has stopped, so one may be gone already. */
    static void post(NettyLoop loop, Runnable task) {
        try {
            loop.post(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a loop was asked after the server had stopped", e);
        }
    }

    private void respond(Response response) {
        if (exchange.channel().isActive()) {
            exchange.respond(response);
        }
    }

    /** Posts {@code left} to the home when the client leaves before it was answered, and perhaps as it is answered. */
    void whenLeft(NettyLoop home, Runnable left) {
        leaving = _ -> post(home, left);
        exchange.channel().closeFuture().addListener(leaving);
    }
}
