package dev.herald.transport.engineio;

import dev.herald.http.Headers;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.net.Exchange;
import dev.herald.net.Framing;
import dev.herald.net.NettyLoop;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A polling request without a socket, on the loop that the test says. */
final class ManualExchange implements Exchange {
    final CompletableFuture<Response> answer = new CompletableFuture<>();
    private final Request request;
    private final NettyLoop loop;
    private final EmbeddedChannel channel = new EmbeddedChannel();

    ManualExchange(NettyLoop loop, String method, String sid, String body) {
        this.loop = loop;
        this.request = Request.of(
                method,
                "/engine.io/",
                Map.of("EIO", List.of("4"), "transport", List.of("polling"), "sid", List.of(sid)),
                Headers.NONE,
                body.getBytes(StandardCharsets.UTF_8),
                "",
                Map.of());
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public NettyLoop loop() {
        return loop;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public boolean isHttp2() {
        return false;
    }

    @Override
    public void respond(Response response) {
        loop.check();
        if (!answer.complete(response)) {
            throw new IllegalStateException("answered twice");
        }
    }

    @Override
    public Channel upgrade(Headers more) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void upgrade(Headers more, NettyLoop to, Consumer<Channel> arrived) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Framing stream(Response head) {
        throw new UnsupportedOperationException();
    }
}
