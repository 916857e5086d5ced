package dev.herald.transport.websocket;

import dev.herald.access.OriginRule;
import dev.herald.http.Problem;
import dev.herald.hub.Hub;
import dev.herald.transport.SessionRules;
import dev.herald.transport.SessionSettings;
import dev.herald.transport.net.Endpoint;
import dev.herald.transport.net.Exchange;
import dev.herald.transport.net.NettyLoop;
import dev.herald.transport.net.websocket.Handshake;
import dev.herald.transport.net.websocket.WebSocketConnection;
import dev.herald.transport.net.websocket.WebSocketSettings;
import dev.herald.transport.net.websocket.WebSockets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens WebSockets: for {@code /api/v1/dashboard/ws} and {@code /ws}. Requests are served on the connection's loop; the
 * rest is for any thread.
 */
public final class WebSocketEndpoint implements Endpoint {
    private static final int TRY_AGAIN_LATER = 1013;

    private final Hub hub;
    private final SessionRules rules;
    private final OriginRule origins;
    private final WebSockets webSockets;
    private final Map<NettyLoop, WebSocketLoop> loops = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();
    private volatile boolean isStopping;

    public WebSocketEndpoint(Hub hub, SessionRules rules, OriginRule origins) {
        this.hub = hub;
        this.rules = rules;
        this.origins = origins;
        SessionSettings settings = rules.settings();
        this.webSockets = new WebSockets(
                new WebSocketSettings(settings.messageBytesMax(), settings.closeMillis()), rules.clock());
    }

    @Override
    public void onRequest(Exchange exchange) {
        if (exchange.isHttp2()) {
            exchange.respond(Problem.of(400, "Bad Request", "WebSockets are opened over HTTP/1.1 here")
                    .response());
            return;
        }
        if (isStopping) {
            exchange.respond(
                    Problem.of(503, "Service Unavailable", "the server stops").response());
            return;
        }
        switch (Handshake.judge(exchange.request(), origins)) {
            case Handshake.Accepted accepted -> accept(exchange, accepted);
            case Handshake.Refused(Problem problem) -> exchange.respond(problem.response());
        }
    }

    /** WebSockets open now. */
    public int open() {
        return open.get();
    }

    /** WebSockets opened since the start. */
    public long total() {
        return total.get();
    }

    /** Opens no more, and closes all with 1001; returns at once, clients have the closing time to answer. */
    public synchronized void stop() {
        if (isStopping) {
            return;
        }
        isStopping = true;
        loops.forEach((loop, home) -> loop.post(home::onStop));
    }

    private void accept(Exchange exchange, Handshake.Accepted accepted) {
        if (!rules.admit()) {
            webSockets.refuse(exchange, accepted, TRY_AGAIN_LATER, "no more sessions now");
            return;
        }
        if (webSockets
                .open(exchange, accepted, connection -> session(exchange, connection))
                .isEmpty()) {
            rules.dismiss();
        }
    }

    private WebSocketSession session(Exchange exchange, WebSocketConnection connection) {
        NettyLoop loop = exchange.loop();
        WebSocketLoop home = loops.computeIfAbsent(loop, _ -> new WebSocketLoop(rules, loop, loop.allocator(), open));
        WebSocketSession session = new WebSocketSession(home, connection, hub.shard(loop));
        session.onOpen();
        total.incrementAndGet();
        return session;
    }
}
