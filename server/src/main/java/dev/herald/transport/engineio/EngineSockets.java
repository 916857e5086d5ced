package dev.herald.transport.engineio;

import dev.herald.access.OriginRule;
import dev.herald.http.Problem;
import dev.herald.loop.Clock;
import dev.herald.net.Exchange;
import dev.herald.net.NettyLoop;
import dev.herald.net.websocket.Handshake;
import dev.herald.net.websocket.WebSocketApplication;
import dev.herald.net.websocket.WebSocketConnection;
import dev.herald.net.websocket.WebSocketSettings;
import dev.herald.net.websocket.WebSockets;
import dev.herald.transport.WireBytes;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The WebSockets that sessions travel by. Any thread, but each socket belongs to one loop. */
final class EngineSockets {
    private static final int NORMAL = 1000;
    private static final int POLICY_VIOLATION = 1008;
    private static final String TAKEN = "the session takes no WebSocket now";
    private static final long CLOSE_MILLIS = 5_000;

    private final WebSockets webSockets;

    EngineSockets(int messageBytesMax, Clock clock) {
        webSockets = new WebSockets(new WebSocketSettings(messageBytesMax, CLOSE_MILLIS), clock);
    }

    /** Judges the handshake; one that is refused has been answered. */
    static Optional<Handshake.Accepted> judge(Exchange exchange, OriginRule origins) {
        if (exchange.isHttp2()) {
            exchange.respond(Problem.of(400, "Bad Request", "WebSockets are opened over HTTP/1.1 here")
                    .response());
            return Optional.empty();
        }
        return switch (Handshake.judge(exchange.request(), origins)) {
            case Handshake.Accepted accepted -> Optional.of(accepted);
            case Handshake.Refused(Problem problem) -> {
                exchange.respond(problem.response());
                yield Optional.empty();
            }
        };
    }

    /**
     * Opens on the home loop, which may be another than the exchange's. Runs on the exchange's loop.
     *
     * @param joined runs on {@code home} with the socket; answers the session that it is of now, or empty to close it
     * @param missed runs on {@code home} when the client has left on the way
     */
    void open(
            Exchange exchange,
            Handshake.Accepted handshake,
            NettyLoop home,
            Function<EngineWire, Optional<EngineSession>> joined,
            Runnable missed) {
        webSockets.open(exchange, handshake, home, channel -> {
            if (!channel.isActive()) {
                missed.run();
                return;
            }
            Wire[] made = new Wire[1];
            webSockets.attach(home, channel, handshake.isDeflated(), connection -> {
                made[0] = new Wire(connection);
                return made[0];
            });
            made[0].join(joined);
        });
    }

    /** Opens only to say that the session takes no WebSocket now. Runs on the exchange's loop. */
    void refuse(Exchange exchange, Handshake.Accepted handshake) {
        webSockets.refuse(exchange, handshake, POLICY_VIOLATION, TAKEN);
    }

    /** One socket, and the session that it carries, if that took it. Runs on its loop. */
    private static final class Wire implements EngineWire, WebSocketApplication {
        private final WebSocketConnection connection;
        private @Nullable EngineSession session;

        private Wire(WebSocketConnection connection) {
            this.connection = connection;
        }

        private void join(Function<EngineWire, Optional<EngineSession>> joined) {
            session = joined.apply(this).orElse(null);
            if (session == null) {
                connection.close(POLICY_VIOLATION, TAKEN);
            }
        }

        @Override
        public boolean isWritable() {
            return connection.isWritable();
        }

        @Override
        public boolean isDeflated() {
            return connection.isDeflated();
        }

        @Override
        public void text(byte[] utf8) {
            connection.text(utf8);
        }

        @Override
        public void binary(byte[] bytes) {
            connection.binary(bytes);
        }

        @Override
        public void write(WireBytes frames) {
            connection.write(frames.claim());
        }

        @Override
        public void close(String reason) {
            connection.close(NORMAL, reason);
        }

        @Override
        public void onText(String text) {
            connection.loop().check();
            if (session != null) {
                session.onText(this, text);
            }
        }

        @Override
        public void onBinary(byte[] message) {
            connection.loop().check();
            if (session != null) {
                session.onBinary(this, message);
            }
        }

        @Override
        public void onWritable() {
            connection.loop().check();
            if (session != null) {
                session.onWireWritable(this);
            }
        }

        @Override
        public void onClosing() {
            connection.loop().check();
            if (session != null) {
                session.onWireGone(this);
            }
        }

        @Override
        public void onGone() {
            connection.loop().check();
            // The session has heard of it when the connection began to close.
        }
    }
}
