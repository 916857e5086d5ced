package dev.herald.session;

import dev.herald.access.OriginRule;
import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.http.Router;
import dev.herald.hub.Hub;
import dev.herald.hub.HubLimits;
import dev.herald.journal.Appended;
import dev.herald.journal.Drafts;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.loop.Clock;
import dev.herald.net.NetServer;
import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.Protocols;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import dev.herald.transport.sse.SseEndpoint;
import dev.herald.transport.sse.SseRoutes;
import dev.herald.transport.websocket.WebSocketEndpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Both transports over one hub and a journal in memory, on a free port of loopback. */
public final class LiveServer implements AutoCloseable {
    public final MemoryJournal journal = new MemoryJournal(Clock.system());
    private final ReadLanes reads = new ReadLanes(journal, ReadLimits.of(2));
    public final Hub hub;
    public final SessionRules rules;
    public final WebSocketEndpoint webSockets;
    public final SseEndpoint streams;
    public final NetServer net;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    public LiveServer() throws NetStartException {
        this(SessionSettings.DEFAULT, NetSettings.of("127.0.0.1", 0));
    }

    public LiveServer(SessionSettings settings, NetSettings netSettings) throws NetStartException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        hub = new Hub(journal, reads, HubLimits.DEFAULTS, Clock.system(), meters);
        rules = new SessionRules(
                settings, Clock.system(), UUID::randomUUID, () -> "{}".getBytes(StandardCharsets.UTF_8));
        OriginRule origins = OriginRule.of(List.copyOf(netSettings.allowedOrigins()));
        webSockets = new WebSocketEndpoint(hub, rules, origins);
        streams = new SseEndpoint(hub, rules, origins);
        net = new NetServer(
                netSettings,
                new Router(new SseRoutes(streams).routes(), Router::notFound),
                Map.of("/ws", webSockets, "/api/v1/dashboard/ws", webSockets, "/sse", streams),
                new Protocols(Http1::begin, Http2::begin),
                meters);
        net.loops().forEach(hub::open);
        net.whenStopping(webSockets::stop);
        net.whenStopping(streams::stop);
        net.start();
    }

    public int port() {
        return net.address().getPort();
    }

    public Position file(String name) {
        return append(List.of(Drafts.file(name))).getFirst();
    }

    /** Keeps the drafts; one thread at a time. */
    public synchronized List<Position> append(List<Draft> drafts) {
        return journal.append(drafts).stream().map(Appended::position).toList();
    }

    /** Once; calling it again does nothing. */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        net.close();
        hub.close();
        reads.close();
        journal.close();
    }
}
