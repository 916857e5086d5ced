package dev.herald.transport.engineio;

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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server whose sessions echo what they hear, on a free port of loopback, and clients for it. */
final class EngineServer implements AutoCloseable {
    /** With times that no test waits for. */
    static final EngineSettings PATIENT = new EngineSettings(60_000, 60_000, 1_000, 10_000, 8_000, 4_000);

    final NetServer net;
    final EngineEndpoint endpoint;
    final List<Echo> sessions = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    /** Sessions that their host was told are over. */
    final AtomicInteger closed = new AtomicInteger();

    /** Who may use sessions, where not anybody may. */
    volatile String principal = "";

    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    EngineServer(EngineSettings settings, int loops, String... origins) throws NetStartException {
        this(settings, loops, Clock.system(), origins);
    }

    /** @param clock the endpoint's; the network has the system's */
    EngineServer(EngineSettings settings, int loops, Clock clock, String... origins) throws NetStartException {
        endpoint = new EngineEndpoint(
                settings,
                new Host(),
                OriginRule.of(List.of(origins)),
                clock,
                () -> UUID.randomUUID().toString());
        net = new NetServer(
                NetSettings.of("127.0.0.1", 0).withLoops(loops).withAllowed(Set.of(), Set.of(origins)),
                new Router(List.of(), Router::notFound),
                Map.of("/engine.io/", endpoint, "/engine.io", endpoint),
                new Protocols(Http1::begin, Http2::begin),
                new SimpleMeterRegistry());
        net.whenStopping(endpoint::stop);
        net.start();
    }

    private final class Host implements EngineHost {
        /** Answers in a later turn of the loop, as a host that checks a token may. */
        @Override
        public void onArrive(Request request, Loop loop, Consumer<Optional<Response>> next) {
            loop.post(() ->
                    next.accept(request.parameter("unwanted").map(_ -> Response.text(429, "text/plain", "later"))));
        }

        @Override
        public void onRequest(EngineSession session, Request request, Consumer<Boolean> next) {
            session.loop().check();
            next.accept(principal.isEmpty()
                    || principal.equals(request.parameter("as").orElse("")));
        }

        @Override
        public EngineApplication onOpen(EngineSession session, Request request) {
            Echo echo = new Echo(session, ended);
            sessions.add(echo);
            return echo;
        }

        @Override
        public void onClosed(EngineSession session) {
            session.loop().check();
            closed.incrementAndGet();
        }

        @Override
        public void leftEarly() {
            ended.add("missed");
        }
    }

    int port() {
        return net.address().getPort();
    }

    URI uri(String query) {
        return URI.create("http://127.0.0.1:" + port() + "/engine.io/?" + query);
    }

    HttpResponse<String> send(String method, String query, String body, String... fields) throws Exception {
        return sendAsync(method, query, body, fields).get(20, TimeUnit.SECONDS);
    }

    CompletableFuture<HttpResponse<String>> sendAsync(String method, String query, String body, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(query)).timeout(Duration.ofSeconds(20));
        request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** A polling session's id. */
    String opened() throws Exception {
        return sid(send("GET", "EIO=4&transport=polling", "").body());
    }

    static String sid(String open) {
        int from = open.indexOf("\"sid\":\"") + 7;
        return open.substring(from, open.indexOf('"', from));
    }

    CompletableFuture<HttpResponse<String>> pollAsync(String sid) {
        return sendAsync("GET", "EIO=4&transport=polling&sid=" + sid, "");
    }

    HttpResponse<String> poll(String sid) throws Exception {
        return pollAsync(sid).get(20, TimeUnit.SECONDS);
    }

    HttpResponse<String> post(String sid, String body) throws Exception {
        return send("POST", "EIO=4&transport=polling&sid=" + sid, body);
    }

    /** @param sid empty to open a session */
    RawWebSocket socket(String sid, String... fields) throws IOException {
        String more = sid.isEmpty() ? "" : "&sid=" + sid;
        return new RawWebSocket(port()).openTo("/engine.io/?EIO=4&transport=websocket" + more, fields);
    }

    /** The only session's application. */
    Echo only() {
        return sessions.getFirst();
    }

    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        net.close();
        http.shutdownNow();
    }
}
