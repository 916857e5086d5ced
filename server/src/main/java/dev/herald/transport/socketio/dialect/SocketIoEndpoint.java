package dev.herald.transport.socketio.dialect;

import dev.herald.access.OriginRule;
import dev.herald.access.Permit;
import dev.herald.http.Problem;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.hub.Hub;
import dev.herald.loop.Loop;
import dev.herald.net.Endpoint;
import dev.herald.session.Entrance;
import dev.herald.session.SessionRules;
import dev.herald.transport.engineio.EngineApplication;
import dev.herald.transport.engineio.EngineEndpoint;
import dev.herald.transport.engineio.EngineHost;
import dev.herald.transport.engineio.EngineSession;
import dev.herald.transport.engineio.EngineSettings;
import dev.herald.transport.socketio.SocketConnection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Socket.IO at {@code /socket.io/}, with the namespaces {@code /} and {@code /ws}, which are the same in all but name.
 * Requests are served on their connection's loop; the rest is for any thread.
 */
public final class SocketIoEndpoint {
    private static final String RETRY_SECONDS = "5";

    private final Context context;
    private final Commands commands;
    private final SessionRules rules;
    private final EngineEndpoint engine;
    private final Map<EngineSession, OpeningToken> tokens = new ConcurrentHashMap<>();

    public SocketIoEndpoint(Hub hub, SessionRules rules, OriginRule origins, EngineSettings settings) {
        this.rules = rules;
        this.context = new Context(hub, rules);
        this.commands = new Commands(context);
        this.engine = new EngineEndpoint(settings, new Host(), origins, rules.clock(), () -> id().substring(0, 32));
    }

    /** What serves the path. */
    public Endpoint endpoint() {
        return engine;
    }

    /** Connections open now. */
    public int open() {
        return engine.open();
    }

    /** Opens no more and ends all; returns at once. */
    public void stop() {
        engine.stop();
    }

    private static String id() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private final class Host implements EngineHost {
        @Override
        public void onArrive(Request request, Loop loop, Consumer<Optional<Response>> next) {
            loop.check();
            Permit permit = rules.entrance().knock(request.remoteAddress());
            Optional<String> ambiguity = Entrance.ambiguity(request);
            if (ambiguity.isPresent()) {
                Entrance.Arrival.Ambiguous ambiguous = new Entrance.Arrival.Ambiguous(ambiguity.get());
                next.accept(Optional.of(Entrance.problem(ambiguous).response()));
            } else if (!permit.isGranted()) {
                next.accept(Optional.of(Entrance.problem(permit).response()));
            } else if (rules.admit()) {
                next.accept(Optional.empty());
            } else {
                next.accept(Optional.of(Problem.of(503, "Service Unavailable", "no more sessions now")
                        .with("Retry-After", RETRY_SECONDS)
                        .response()));
            }
        }

        @Override
        public void onClosed(EngineSession session) {
            session.loop().check();
            tokens.remove(session);
            rules.dismiss();
        }

        @Override
        public void leftEarly() {
            rules.dismiss();
        }

        /** A session that was opened with a token is of no use to anybody who cannot show one of the same principal. */
        @Override
        public void onRequest(EngineSession session, Request request, Consumer<Boolean> next) {
            session.loop().check();
            OpeningToken opening = tokens.get(session);
            if (opening == null) {
                next.accept(false);
            } else {
                opening.onRequest(request, next);
            }
        }

        @Override
        public EngineApplication onOpen(EngineSession session, Request request) {
            session.loop().check();
            OpeningToken opening = new OpeningToken(rules.entrance(), session.loop(), request);
            tokens.put(session, opening);
            Connecting connecting = new Connecting(context, commands, opening);
            return new SocketConnection(
                    session,
                    Map.of("/", connecting, "/ws", connecting),
                    rules.settings().authMillis(),
                    rules::nowMillis);
        }
    }
}
