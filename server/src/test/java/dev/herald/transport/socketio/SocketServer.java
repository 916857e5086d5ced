package dev.herald.transport.socketio;

import dev.herald.access.OriginRule;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Router;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import dev.herald.net.NetServer;
import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.Protocols;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.transport.engineio.EngineApplication;
import dev.herald.transport.engineio.EngineEndpoint;
import dev.herald.transport.engineio.EngineHost;
import dev.herald.transport.engineio.EngineSession;
import dev.herald.transport.engineio.EngineSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server with the namespaces {@code /} and {@code /ws}, which take everybody; {@code /late}, which does so in a later
 * turn; {@code /no}, which refuses.
 */
final class SocketServer implements AutoCloseable, EngineHost {
    final List<Recording> sockets = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<Runnable> late = new LinkedBlockingQueue<>();
    private final long connectMillis;
    private final NetServer net;

    SocketServer(long connectMillis) throws NetStartException {
        this.connectMillis = connectMillis;
        EngineEndpoint endpoint = new EngineEndpoint(
                new EngineSettings(60_000, 400, 1_000_000, 10_000, 8_000, 100_000),
                this,
                OriginRule.SAME_ORIGIN,
                Clock.system(),
                () -> UUID.randomUUID().toString());
        net = new NetServer(
                NetSettings.of("127.0.0.1", 0).withLoops(2),
                new Router(List.of(), Router::notFound),
                Map.of("/socket.io/", endpoint),
                new Protocols(Http1::begin, Http2::begin),
                new SimpleMeterRegistry());
        net.whenStopping(endpoint::stop);
        net.start();
    }

    @Override
    public void onArrive(Request request, Loop loop, Consumer<Optional<Response>> next) {
        next.accept(Optional.empty());
    }

    @Override
    public void onRequest(EngineSession session, Request request, Consumer<Boolean> next) {
        next.accept(true);
    }

    @Override
    public EngineApplication onOpen(EngineSession session, Request request) {
        LongSupplier nowMillis = () -> Clock.system().nanos() / 1_000_000;
        return new SocketConnection(
                session,
                Map.of("/", this::accept, "/ws", this::accept, "/late", this::acceptLate, "/no", this::refuse),
                connectMillis,
                nowMillis);
    }

    @Override
    public void onClosed(EngineSession session) {
        heard.add("connection over");
    }

    @Override
    public void leftEarly() {
        heard.add("missed");
    }

    private void accept(NamespaceSocket socket, @Nullable String auth, SocketNamespace.Reply reply) {
        heard.add("connect " + socket.namespace() + " " + auth);
        Recording recording = new Recording(socket);
        boolean isAccepted = reply.accept("{\"sid\":\"s" + sockets.size() + "\"}", recording);
        heard.add("accepted " + isAccepted);
        sockets.add(recording);
    }

    private void acceptLate(NamespaceSocket socket, @Nullable String auth, SocketNamespace.Reply reply) {
        late.add(() -> socket.loop().post(() -> accept(socket, auth, reply)));
    }

    private void refuse(NamespaceSocket socket, @Nullable String auth, SocketNamespace.Reply reply) {
        reply.refuse("{\"message\":\"no\",\"data\":{\"code\":1}}");
    }

    /** A WebSocket past the handshake of Engine.IO. */
    RawWebSocket client() throws IOException {
        RawWebSocket client = new RawWebSocket(net.address().getPort()).openTo("/socket.io/?EIO=4&transport=websocket");
        client.text();
        return client;
    }

    /** What was heard next. */
    String next() throws InterruptedException {
        return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        net.close();
    }

    /** Writes down what it hears, and answers by the event's name. */
    final class Recording implements SocketApplication {
        final NamespaceSocket socket;

        private Recording(NamespaceSocket socket) {
            this.socket = socket;
        }

        @Override
        public void onEvent(String name, Arguments arguments, Ack ack) {
            socket.loop().check();
            heard.add(name + " " + arguments.array() + " "
                    + arguments.attachments().size());
            switch (name) {
                case "ack" -> ack.answer(arguments);
                case "leave" -> socket.disconnect("enough", false);
                case "leave all" -> socket.disconnect("enough", true);
                default -> {}
            }
        }

        @Override
        public void onWritable() {
            socket.loop().check();
        }

        @Override
        public void onTransport() {
            socket.loop().check();
        }

        @Override
        public void onTime() {
            socket.loop().check();
        }

        @Override
        public void onDisconnect(String reason, boolean isAbrupt) {
            socket.loop().check();
            heard.add("disconnect " + socket.namespace() + " " + reason + (isAbrupt ? ", lost" : ""));
        }

        /** Runs it on the socket's loop, and waits. */
        void inside(Runnable task) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            socket.loop().post(() -> {
                task.run();
                done.complete(null);
            });
            done.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
