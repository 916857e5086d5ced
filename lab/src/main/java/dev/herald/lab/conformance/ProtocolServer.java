package dev.herald.lab.conformance;

import dev.herald.access.OriginRule;
import dev.herald.http.Router;
import dev.herald.loop.Clock;
import dev.herald.net.Endpoint;
import dev.herald.net.NetServer;
import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.Protocols;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import dev.herald.transport.engineio.EngineApplication;
import dev.herald.transport.engineio.EngineEndpoint;
import dev.herald.transport.engineio.EngineSession;
import dev.herald.transport.engineio.EngineSettings;
import dev.herald.transport.socketio.SocketConnection;
import dev.herald.transport.socketio.SocketNamespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * {@code ./herald lab}: what the test suites of engine.io-protocol and socket.io-protocol and RFC 6455 fuzzing clients
 * want to talk to.
 *
 * <ul>
 *   <li>{@code /engine.io/}: each message comes back as it is
 *   <li>{@code /socket.io/}: namespaces {@code /} and {@code /custom}, see {@link EchoNamespace}
 *   <li>{@code /echo}: a plain WebSocket, messages up to 16 MiB
 * </ul>
 *
 * {@code HERALD_LAB_PORT} is the port, 3000 by default. Pages of every origin may connect, and every address is listened
 * to: there is nothing here but echoes. One loop, so that what a client sends on two connections is heard in that order.
 */
public final class ProtocolServer implements AutoCloseable {
    private static final String PORT = "HERALD_LAB_PORT";
    private static final int DEFAULT_PORT = 3_000;
    private static final long PING_INTERVAL_MILLIS = 300;
    private static final long PING_TIMEOUT_MILLIS = 200;
    private static final long CONNECT_MILLIS = 10_000;
    private static final OriginRule ORIGINS = OriginRule.of(List.of("*"));

    private final NetServer net;

    /**
     * Listens from now on.
     *
     * @param host a name or address of this machine
     * @param port 0 for a free one
     */
    public ProtocolServer(String host, int port, int loops) throws NetStartException {
        EngineSettings settings = EngineSettings.DEFAULT.withPing(PING_INTERVAL_MILLIS, PING_TIMEOUT_MILLIS);
        SocketNamespace namespace = new EchoNamespace();
        Map<String, SocketNamespace> namespaces = Map.of("/", namespace, "/custom", namespace);
        LongSupplier nowMillis = () -> Clock.system().nanos() / 1_000_000;
        EngineEndpoint engine = endpoint(settings, EngineEcho::new);
        EngineEndpoint sockets =
                endpoint(settings, session -> new SocketConnection(session, namespaces, CONNECT_MILLIS, nowMillis));
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.put("/engine.io", engine);
        endpoints.put("/engine.io/", engine);
        endpoints.put("/socket.io", sockets);
        endpoints.put("/socket.io/", sockets);
        endpoints.put("/echo", new WebSocketEcho(ORIGINS));
        net = new NetServer(
                NetSettings.of(host, port).withLoops(loops).withAllowed(Set.of(), Set.of("*")),
                new Router(List.of(), Router::notFound),
                endpoints,
                new Protocols(Http1::begin, Http2::begin),
                new SimpleMeterRegistry());
        net.whenStopping(engine::stop);
        net.whenStopping(sockets::stop);
        try {
            net.start();
        } catch (NetStartException e) {
            net.close();
            throw e;
        }
    }

    private static EngineEndpoint endpoint(
            EngineSettings settings, Function<EngineSession, EngineApplication> applications) {
        return new EngineEndpoint(
                settings,
                new OpenHost(applications),
                ORIGINS,
                Clock.system(),
                () -> UUID.randomUUID().toString());
    }

    public int port() {
        return net.address().getPort();
    }

    @Override
    public void close() {
        net.close();
    }

    /** Runs until the process is ended. */
    public static void main(String[] arguments) {
        String port = System.getenv().getOrDefault(PORT, Integer.toString(DEFAULT_PORT));
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            System.err.println(PORT + " is " + port + "; a port is 0 to 65535");
            System.exit(2);
        }
        try {
            ProtocolServer server = listening(Integer.parseInt(port));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "herald-lab-close"));
            System.out.println("listening on port " + server.port() + ": /engine.io/, /socket.io/, /echo");
        } catch (NetStartException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** On all addresses of both families, where the machine has both: {@code localhost} may be either. */
    private static ProtocolServer listening(int port) throws NetStartException {
        try {
            return new ProtocolServer("::", port, 1);
        } catch (NetStartException e) {
            return new ProtocolServer("0.0.0.0", port, 1);
        }
    }
}
