package dev.herald.transport.engineio;

import dev.herald.http.Headers;
import dev.herald.http.Response;
import dev.herald.transport.net.Exchange;
import dev.herald.transport.net.NettyLoop;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A polling request, which may be of another loop than its session. {@code answer} runs on the session's loop. */
final class Poll {
    private static final Headers PLAIN =
            Headers.NONE.with("Content-Type", "text/plain; charset=UTF-8").with("Cache-Control", "no-store");
    static final byte[] NOOP = {'6'};
    static final byte[] CLOSE = {'1'};
    private static final Response OK = new Response(200, PLAIN, "ok".getBytes(StandardCharsets.US_ASCII));

    private final Exchange exchange;
    private @Nullable ChannelFutureListener leaving;

    Poll(Exchange exchange) {
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    void ok() {
        answer(OK);
    }

    void packets(byte[] body) {
        answer(new Response(200, PLAIN, body));
    }

    void answer(Response response) {
        if (leaving != null) {
            exchange.channel().closeFuture().removeListener(leaving);
        }
        NettyLoop loop = exchange.loop();
        if (loop.isInside()) {
            respond(response);
        } else {
            loop.post(() -> respond(response));
        }
    }

    private void respond(Response response) {
        if (exchange.channel().isActive()) {
            exchange.respond(response);
        }
    }

    /** Tells when the client leaves before it was answered, and perhaps when it leaves as it is. */
    void onLeft(NettyLoop home, Runnable left) {
        leaving = _ -> home.post(left);
        exchange.channel().closeFuture().addListener(leaving);
    }
}
