package dev.herald.transport.websocket;

import dev.herald.access.Grant;
import dev.herald.access.OriginRule;
import dev.herald.access.Permit;
import dev.herald.access.Verdict;
import dev.herald.http.Problem;
import dev.herald.hub.Hub;
import dev.herald.net.Endpoint;
import dev.herald.net.Exchange;
import dev.herald.net.NettyLoop;
import dev.herald.net.websocket.Handshake;
import dev.herald.net.websocket.WebSocketConnection;
import dev.herald.net.websocket.WebSocketSettings;
import dev.herald.net.websocket.WebSockets;
import dev.herald.session.Caller;
import dev.herald.session.Entrance;
import dev.herald.session.SessionRules;
import dev.herald.session.SessionSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

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
        exchange.loop().check();
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
            case Handshake.Accepted accepted ->
                rules.entrance()
                        .onArrive(exchange.request(), exchange.loop(), arrival -> enter(exchange, accepted, arrival));
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

    /** A token that does not hold is told of over the WebSocket: a page cannot read the answer to a handshake. */
    private void enter(Exchange exchange, Handshake.Accepted handshake, Entrance.Arrival arrival) {
        if (!exchange.channel().isActive()) {
            return;
        }
        switch (arrival) {
            case Entrance.Arrival.TooFast(Permit permit) ->
                exchange.respond(Entrance.problem(permit).response());
            case Entrance.Arrival.Ambiguous ambiguous ->
                exchange.respond(Entrance.problem(ambiguous).response());
            case Entrance.Arrival.Welcome(Grant grant) ->
                accept(exchange, handshake, grant).ifPresent(WebSocketSession::onOpen);
            case Entrance.Arrival.Denied(Verdict.Denied denied) ->
                accept(exchange, handshake, Grant.NONE).ifPresent(session -> session.onOpen(denied));
        }
    }

    private Optional<WebSocketSession> accept(Exchange exchange, Handshake.Accepted accepted, Grant grant) {
        if (!rules.admit()) {
            webSockets.refuse(exchange, accepted, TRY_AGAIN_LATER, "no more sessions now");
            return Optional.empty();
        }
        AtomicReference<WebSocketSession> made = new AtomicReference<>();
        boolean isOpen = webSockets
                .open(exchange, accepted, connection -> {
                    made.set(session(exchange, connection, grant));
                    return made.get();
                })
                .isPresent();
        if (!isOpen) {
            rules.dismiss();
            return Optional.empty();
        }
        total.incrementAndGet();
        return Optional.ofNullable(made.get());
    }

    private WebSocketSession session(Exchange exchange, WebSocketConnection connection, Grant grant) {
        NettyLoop loop = exchange.loop();
        WebSocketLoop home = loops.computeIfAbsent(loop, _ -> new WebSocketLoop(rules, loop, loop.allocator(), open));
        Caller caller = new Caller(rules, grant, exchange.request().remoteAddress());
        return new WebSocketSession(home, connection, hub.shard(loop), caller);
    }
}
