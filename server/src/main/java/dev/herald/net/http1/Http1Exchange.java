package dev.herald.net.http1;

import dev.herald.http.Headers;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.net.Exchange;
import dev.herald.net.Framing;
import dev.herald.net.NettyLoop;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/** A request over HTTP/1.x and its one answer. Runs on its loop. */
final class Http1Exchange implements Exchange {
    private final Answerer connection;
    private final Request request;
    private final boolean isHttp10;
    private boolean isAnswered;

    Http1Exchange(Answerer connection, Request request, boolean isHttp10) {
        this.connection = connection;
        this.request = request;
        this.isHttp10 = isHttp10;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public NettyLoop loop() {
        return connection.link().loop();
    }

    @Override
    public Channel channel() {
        return connection.link().channel();
    }

    @Override
    public boolean isHttp2() {
        return false;
    }

    boolean isAnswered() {
        return isAnswered;
    }

    @Override
    public void respond(Response response) {
        answer();
        connection.onAnswer(connection.link().site().share(request, response));
    }

    @Override
    public Channel upgrade(Headers more) {
        if (isHttp10) {
            throw new IllegalStateException("HTTP/1.0 cannot upgrade");
        }
        answer();
        return connection.onUpgrade(more);
    }

    @Override
    public void upgrade(Headers more, NettyLoop to, Consumer<Channel> arrived) {
        if (isHttp10) {
            throw new IllegalStateException("HTTP/1.0 cannot upgrade");
        }
        answer();
        connection.onUpgrade(more, to, arrived);
    }

    @Override
    public Framing stream(Response head) {
        answer();
        return connection.onStream(head, isHttp10 ? Framing.UNTIL_CLOSE : Framing.CHUNKED);
    }

    private void answer() {
        connection.link().loop().check();
        if (isAnswered) {
            throw new IllegalStateException("a request is answered once: " + request.path());
        }
        isAnswered = true;
    }
}
