package dev.herald.transport.engineio;

import dev.herald.access.OriginRule;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.Request;
import dev.herald.loop.Clock;
import dev.herald.net.Endpoint;
import dev.herald.net.Exchange;
import dev.herald.net.NettyLoop;
import dev.herald.net.websocket.Handshake;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engine.IO 4 at a path. Requests are served on their connection's loop; the rest is for any thread.
 */
public final class EngineEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(EngineEndpoint.class);
    private static final String PROTOCOL = "4";

    private final EngineSettings settings;
    private final EngineHost host;
    private final OriginRule origins;
    private final Clock clock;
    private final Supplier<String> ids;
    private final EngineSockets sockets;
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private final EngineLoop.Shared shared;
    private final Map<NettyLoop, EngineLoop> loops = new ConcurrentHashMap<>();
    private final Pushes pushes = new Pushes();

    private volatile boolean isStopping;

    /** @param ids unguessable, of characters that need no escape in JSON or a URL */
    public EngineEndpoint(
            EngineSettings settings, EngineHost host, OriginRule origins, Clock clock, Supplier<String> ids) {
        this.settings = settings;
        this.host = host;
        this.origins = origins;
        this.clock = clock;
        this.ids = ids;
        this.sockets = new EngineSockets(settings.maxPayloadBytes(), clock);
        this.shared = new EngineLoop.Shared(settings, clock, sessions, host);
    }

    /** All that an HTTP client could try: what is not served is told so in Engine.IO's own words. */
    @Override
    public Set<String> methods() {
        return Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");
    }

    @Override
    public int bodyBytesMax() {
        return settings.maxPayloadBytes();
    }

    /** Sessions open now. */
    public int open() {
        return sessions.size();
    }

    /** Opens no more and ends all; returns at once. */
    public synchronized void stop() {
        if (!isStopping) {
            isStopping = true;
            loops.forEach((loop, home) -> loop.post(home::onStop));
        }
    }

    /** Two requests with packets at once end their session, also when the body of one is long in coming. */
    @Override
    public Runnable onHead(Request head, NettyLoop loop) {
        loop.check();
        String sid = head.parameter("sid").orElse(null);
        EngineSession session = sid == null || !head.method().equals("POST") ? null : sessions.get(sid);
        if (session == null) {
            return () -> {};
        }
        Pushes.Mark mark = pushes.new Mark(session.id());
        askHost(head, session, isAllowed -> {
            if (isAllowed) {
                mark.count();
            }
        });
        return mark::end;
    }

    @Override
    public void onRequest(Exchange exchange) {
        exchange.loop().check();
        if (isStopping) {
            exchange.respond(
                    Problem.of(503, "Service Unavailable", "the server stops").response());
            return;
        }
        Request request = exchange.request();
        String transport = request.parameter("transport").orElse("");
        String sid = request.parameter("sid").orElse(null);
        boolean isWebSocket = transport.equals("websocket");
        Optional<EngineError> error = error(request, transport, sid);
        if (error.isPresent()) {
            exchange.respond(error.get().response());
        } else if (sid != null) {
            resume(exchange, sid, isWebSocket);
        } else if (isWebSocket) {
            EngineSockets.judge(exchange, origins)
                    .ifPresent(handshake -> arrive(exchange, () -> openBySocket(exchange, handshake)));
        } else if (!isOurs(request)) {
            exchange.respond(EngineError.FORBIDDEN.response());
        } else {
            arrive(exchange, () -> openByPolling(exchange));
        }
    }

    /** A page of a foreign origin could read nothing of a session, but it would take a place. */
    private boolean isOurs(Request request) {
        Headers headers = request.headers();
        return origins.allows(
                headers.first("Origin").orElse(null), headers.first("Host").orElse(null));
    }

    private static Optional<EngineError> error(Request request, String transport, @Nullable String sid) {
        boolean isWebSocket = transport.equals("websocket");
        if (!isWebSocket && !transport.equals("polling")) {
            return Optional.of(EngineError.UNKNOWN_TRANSPORT);
        }
        String method = request.method();
        boolean isUpgrade = request.headers().first("Upgrade").isPresent();
        if (sid == null && !method.equals("GET")) {
            return Optional.of(EngineError.BAD_HANDSHAKE_METHOD);
        }
        if (isWebSocket != isUpgrade
                || request.parameter("j").isPresent()
                || !method.equals("GET") && !method.equals("POST")
                || isWebSocket && !method.equals("GET")) {
            return Optional.of(EngineError.BAD_REQUEST);
        }
        return request.parameter("EIO").filter(PROTOCOL::equals).isPresent()
                ? Optional.empty()
                : Optional.of(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
    }

    private void arrive(Exchange exchange, Runnable admitted) {
        host.onArrive(exchange.request(), exchange.loop(), refusal -> {
            if (refusal.isPresent()) {
                exchange.respond(refusal.get());
            } else if (exchange.channel().isActive() && !isStopping) {
                admitted.run();
            } else {
                host.leftEarly();
            }
        });
    }

    private void openByPolling(Exchange exchange) {
        EngineSession session = session(exchange);
        session.onOpen(host.onOpen(session, exchange.request()), null);
        session.onPoll(new Poll(exchange));
    }

    private void openBySocket(Exchange exchange, Handshake.Accepted handshake) {
        EngineSession session = session(exchange);
        sockets.open(
                exchange,
                handshake,
                exchange.loop(),
                wire -> {
                    session.onOpen(host.onOpen(session, exchange.request()), wire);
                    return Optional.of(session);
                },
                host::leftEarly);
    }

    private EngineSession session(Exchange exchange) {
        EngineLoop home = loops.computeIfAbsent(exchange.loop(), loop -> new EngineLoop(loop, shared));
        Request request = exchange.request();
        return new EngineSession(home, ids.get(), EngineClient.of(request), request.remoteAddress());
    }

    /** A request names a session, which may live on another loop. */
    private void resume(Exchange exchange, String sid, boolean isWebSocket) {
        EngineSession session = sessions.get(sid);
        if (session == null) {
            exchange.respond(EngineError.UNKNOWN_SID.response());
            return;
        }
        if (isWebSocket) {
            EngineSockets.judge(exchange, origins).ifPresent(handshake -> upgrade(exchange, session, handshake));
            return;
        }
        boolean isPush = exchange.request().method().equals("POST");
        Poll poll = new Poll(exchange);
        askHost(exchange.request(), session, isAllowed -> {
            try {
                if (!isAllowed) {
                    poll.answer(EngineError.FORBIDDEN.response());
                } else if (!isPush) {
                    session.onPoll(poll);
                } else if (session.onPush(poll, pushes.isOnly(sid))) {
                    new Push(session, clock, poll).run();
                }
            } catch (RuntimeException failure) {
                LOG.error("the application of session {} failed", sid, failure);
                session.cut("the server failed");
                if (!poll.isAnswered()) {
                    poll.fail();
                }
            }
        });
    }

    private void upgrade(Exchange exchange, EngineSession session, Handshake.Accepted handshake) {
        askHost(exchange.request(), session, isAllowed -> {
            boolean mayProbe = session.mayProbe();
            Poll.post(exchange.loop(), () -> {
                if (!exchange.channel().isActive()) {
                    return;
                }
                if (!isAllowed) {
                    exchange.respond(EngineError.FORBIDDEN.response());
                    return;
                }
                if (!mayProbe) {
                    // The protocol wants the WebSocket closed, not the request refused.
                    sockets.refuse(exchange, handshake);
                    return;
                }
                sockets.open(
                        exchange,
                        handshake,
                        session.loop(),
                        wire -> session.onProbe(wire) ? Optional.of(session) : Optional.empty(),
                        () -> {});
            });
        });
    }

    /** Asks the host whether the request may use the session. {@code next} runs on the session's loop. */
    private void askHost(Request request, EngineSession session, Consumer<Boolean> next) {
        Runnable asking = () -> host.onRequest(session, request, next);
        if (session.loop().isInside()) {
            asking.run();
        } else {
            Poll.post(session.loop(), asking);
        }
    }
}
