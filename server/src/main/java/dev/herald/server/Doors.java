package dev.herald.server;

import dev.herald.access.OriginRule;
import dev.herald.api.command.CommandRoutes;
import dev.herald.api.dashboard.DashboardRoutes;
import dev.herald.api.events.HistoryRoutes;
import dev.herald.api.events.PublishLimits;
import dev.herald.api.events.PublishRoutes;
import dev.herald.api.server.AutoCommitRoutes;
import dev.herald.api.server.HealthRoutes;
import dev.herald.api.server.OpenApi;
import dev.herald.api.server.StatisticsRoutes;
import dev.herald.api.snapshot.StateReads;
import dev.herald.api.work.WorkRoutes;
import dev.herald.command.Dispatcher;
import dev.herald.http.Authorization;
import dev.herald.http.Route;
import dev.herald.http.Router;
import dev.herald.http.StaticFiles;
import dev.herald.net.Endpoint;
import dev.herald.net.NetServer;
import dev.herald.net.NetStartException;
import dev.herald.net.Protocols;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import dev.herald.presence.AgentPresence;
import dev.herald.presence.PresenceRoutes;
import dev.herald.query.Briefs;
import dev.herald.query.Views;
import dev.herald.session.SessionRules;
import dev.herald.transport.engineio.EngineSettings;
import dev.herald.transport.socketio.dialect.SocketIoEndpoint;
import dev.herald.transport.sse.SseEndpoint;
import dev.herald.transport.sse.SseRoutes;
import dev.herald.transport.websocket.WebSocketEndpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the world comes in: the routes, what transports serve themselves, and the server that listens. One thread makes
 * and opens them.
 */
final class Doors {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String PAGE = "dev/herald/page";

    private final Foundation on;
    private final Committing committing;
    private final Folds folds;
    private final SessionRules rules;
    private final Router router;
    private final NetServer net;

    /** Makes them all; nobody can come in yet. */
    Doors(Foundation on, Committing committing, Folds folds) throws StartException {
        this.on = on;
        this.committing = committing;
        this.folds = folds;
        Settings settings = on.settings;
        OpenFiles.Room room = room(settings);
        StatisticsRoutes statistics = new StatisticsRoutes(on.figures);
        rules = new SessionRules(
                settings.sessions().withSessions(room.sessions()),
                on.clock,
                UUID::randomUUID,
                statistics::webSocketStatistics,
                on.authenticator,
                on.limits);
        OriginRule origins = new OriginRule(settings.net().allowedOrigins());
        WebSocketEndpoint webSockets = new WebSocketEndpoint(on.hub, rules, origins);
        SseEndpoint streams = new SseEndpoint(on.hub, rules, origins);
        SocketIoEndpoint socketIo = new SocketIoEndpoint(on.hub, rules, origins, EngineSettings.of(settings.values()));
        on.figures.count(webSockets::open, streams::open);
        router = new Router(
                routes(statistics, streams),
                StaticFiles.classpath(Doors.class.getClassLoader(), PAGE),
                new Authorization(on.authenticator, on.limits));
        Map<String, Endpoint> endpoints = Map.of(
                "/ws", webSockets,
                "/api/v1/dashboard/ws", webSockets,
                "/sse", streams,
                "/api/v1/sse/events", streams,
                "/socket.io/", socketIo.endpoint(),
                "/socket.io", socketIo.endpoint());
        net = on.closing.add(
                "transports",
                new NetServer(
                        Translated.net(settings, room),
                        router,
                        endpoints,
                        new Protocols(Http1::begin, Http2::begin),
                        on.meters));
        net.loops().forEach(on.hub::open);
        net.whenStopping(webSockets::stop);
        net.whenStopping(streams::stop);
        net.whenStopping(socketIo::stop);
        // The last: what is told after the loops have ended, by the folds that finish, has nobody to go to.
        net.whenStopping(on.hub::close);
    }

    /** What the limit of open files leaves of the connections that are wanted. */
    private static OpenFiles.Room room(Settings settings) throws StartException {
        OpenFiles files =
                OpenFiles.now(settings.files().watches().size(), settings.net().loops());
        int wanted = settings.sessions().sessionsMax();
        OpenFiles.Room room = files.room(wanted);
        if (room.sessions() < wanted || room.requests() < OpenFiles.REQUESTS) {
            LOG.warn(files.shortage(room, wanted));
        }
        return room;
    }

    /** Takes up what is known of agents from before, so that who comes back is no newcomer. */
    void remember() {
        AgentPresence agents = new AgentPresence(on.intake, net.loops().getFirst());
        rules.attendance().listen(agents);
        agents.resume(on.reads, on.clock.epochMillis());
    }

    /** Lets the world in. */
    InetSocketAddress open() throws NetStartException {
        net.start();
        on.alerts.start();
        on.closing.add(
                "announcer",
                new Announcer(
                        on.hub,
                        on.health,
                        on.figures,
                        on.clock,
                        net.loops().getFirst(),
                        on.settings.sessions().heartbeatMillis()));
        return net.address();
    }

    /** What leads to every route. */
    Router router() {
        return router;
    }

    private List<Route> routes(StatisticsRoutes statistics, SseEndpoint streams) {
        PublishLimits requests = PublishLimits.of(on.settings.values());
        List<Route> routes = new ArrayList<>(new PublishRoutes(on.intake, on.limits, requests).routes());
        routes.addAll(new AutoCommitRoutes(committing, on.limits).routes());
        routes.addAll(new HistoryRoutes(on.reads, on.limits, on.clock).routes());
        StateReads states = new StateReads(new Views(folds.runner, folds.past, on.journal::newest));
        routes.addAll(new WorkRoutes(states, new Briefs(on.reads), on.limits).routes());
        routes.addAll(new DashboardRoutes(states, on.health::look, on.alerts.alerts()::all).routes());
        routes.addAll(new CommandRoutes(commands(), states, on.limits, requests.bytesMax()).routes());
        routes.addAll(statistics.routes());
        routes.addAll(new SseRoutes(streams).routes());
        routes.addAll(new PresenceRoutes(rules.attendance()).routes());
        routes.addAll(new OpenApi(() -> router().routes()).routes());
        routes.addAll(new HealthRoutes(on.health, () -> on.meters.scrape(OPEN_METRICS)).routes());
        return routes;
    }

    private Dispatcher commands() {
        return new Dispatcher(new Dispatcher.Parts(folds.runner, folds.past, on.intake, on.reads));
    }
}
