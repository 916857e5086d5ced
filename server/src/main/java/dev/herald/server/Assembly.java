package dev.herald.server;

import dev.herald.access.AccessSettings;
import dev.herald.access.Authenticator;
import dev.herald.access.OriginRule;
import dev.herald.access.RateLimits;
import dev.herald.access.TokenAuthenticator;
import dev.herald.access.TokenKey;
import dev.herald.api.events.HistoryRoutes;
import dev.herald.api.events.PublishLimits;
import dev.herald.api.events.PublishRoutes;
import dev.herald.api.server.AutoCommitRoutes;
import dev.herald.api.server.HealthRoutes;
import dev.herald.api.server.StatisticsRoutes;
import dev.herald.git.Git;
import dev.herald.http.Admission;
import dev.herald.http.Route;
import dev.herald.http.Router;
import dev.herald.http.StaticFiles;
import dev.herald.hub.Hub;
import dev.herald.hub.HubLimits;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.JournalIntake;
import dev.herald.intake.Retention;
import dev.herald.journal.Journal;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.sqlite.SqliteJournal;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import dev.herald.net.NetServer;
import dev.herald.net.NetStartException;
import dev.herald.net.Protocols;
import dev.herald.net.http1.Http1;
import dev.herald.net.http2.Http2;
import dev.herald.presence.AgentPresence;
import dev.herald.presence.Attendance;
import dev.herald.presence.PresenceRoutes;
import dev.herald.session.SessionRules;
import dev.herald.source.files.FileWatch;
import dev.herald.source.files.IntakeListener;
import dev.herald.source.git.GitWatch;
import dev.herald.source.git.Keeper;
import dev.herald.transport.engineio.EngineSettings;
import dev.herald.transport.socketio.dialect.SocketIoEndpoint;
import dev.herald.transport.sse.SseEndpoint;
import dev.herald.transport.sse.SseRoutes;
import dev.herald.transport.websocket.WebSocketEndpoint;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the server together: journal, intake, hub, transports, sources, in this order. One thread, once. */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    /** A start waits no longer for directories to be read once. */
    private static final long WATCHES_MILLIS_MAX = 2_000;

    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String PAGE = "dev/herald/page";

    private final Settings settings;
    private final Closing closing;
    private final Clock clock = Clock.system();
    private final Git git = Git.of(System.getenv());
    private final Health health = new Health();
    private final List<CompletableFuture<Void>> watching = new ArrayList<>();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Journal journal;
    private final ReadLanes reads;
    private final JournalIntake intake;
    private final Hub hub;
    private final ServerFigures figures;
    private final Authenticator authenticator;
    private final RateLimits limits;
    private final Committing committing;
    private @Nullable Router router;

    /** Everything that is opened is told to {@code closing} at once, so that a failed start leaves nothing behind. */
    Assembly(Settings settings, Closing closing) {
        this(settings, closing, authenticator(settings, closing), Translated.rateLimits(settings, Clock.system()));
    }

    /** With these keys and limits. */
    Assembly(Settings settings, Closing closing, Authenticator authenticator, RateLimits limits) {
        this.settings = settings;
        this.closing = closing;
        this.authenticator = authenticator;
        this.limits = limits;
        closing.add("meters", meters::close);
        journal = closing.add(
                "journal", SqliteJournal.open(settings.data(), SqliteSettings.of(settings.values()), clock));
        reads = closing.add(
                "reads",
                new ReadLanes(journal, ReadLimits.of(Runtime.getRuntime().availableProcessors())));
        intake = closing.add(
                "intake",
                new JournalIntake(
                        journal, IntakeLimits.of(settings.values()), Retention.of(settings.values()), clock, meters));
        hub = closing.add("hub", new Hub(journal, reads, HubLimits.of(settings.values()), clock, meters));
        figures = new ServerFigures(hub, intake, journal, clock);
        health.add("journal", () -> intake.status().orWorse(journal.status()));
        health.add("hub", hub::health);
        DataPresence presence = closing.add("data", new DataPresence(settings.data()));
        presence.start();
        health.add("data", presence::status);
        committing = closing.add("auto-commit", new Committing(settings, intake, health, clock));
    }

    private static Authenticator authenticator(Settings settings, Closing closing) {
        AccessSettings access = settings.access();
        TokenKey key = access.key();
        return key == null
                ? Authenticator.OPEN
                : closing.add("tokens", new TokenAuthenticator(key, access.rules(), Clock.system()));
    }

    InetSocketAddress start() throws NetStartException {
        NetServer net = transports();
        // Before anybody can ask: who is told that the server is well may expect that what follows is seen.
        committing.start();
        settings.files().watches().forEach(this::watch);
        awaitWatches();
        net.start();
        closing.add(
                "announcer",
                new Announcer(
                        hub,
                        health,
                        figures,
                        clock,
                        net.loops().getFirst(),
                        settings.sessions().heartbeatMillis()));
        return net.address();
    }

    private void awaitWatches() {
        try {
            CompletableFuture.allOf(watching.toArray(CompletableFuture[]::new))
                    .get(WATCHES_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException large) {
            LOG.info("Directories are still being read: what happens in them is told from when that is done");
        } catch (ExecutionException broken) {
            LOG.debug("A watch broke, and has said so", broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** What leads to every route; once started. */
    Router router() {
        if (router == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return router;
    }

    private NetServer transports() {
        StatisticsRoutes statistics = new StatisticsRoutes(figures);
        SessionRules rules = new SessionRules(
                settings.sessions(), clock, UUID::randomUUID, statistics::webSocketStatistics, authenticator, limits);
        OriginRule origins = new OriginRule(settings.net().allowedOrigins());
        WebSocketEndpoint webSockets = new WebSocketEndpoint(hub, rules, origins);
        SseEndpoint streams = new SseEndpoint(hub, rules, origins);
        SocketIoEndpoint socketIo = new SocketIoEndpoint(hub, rules, origins, EngineSettings.of(settings.values()));
        figures.count(webSockets::open, streams::open);
        router = new Router(
                routes(statistics, streams, rules.attendance()),
                StaticFiles.classpath(Assembly.class.getClassLoader(), PAGE),
                new Admission(authenticator, limits));
        Map<String, dev.herald.net.Endpoint> endpoints = Map.of(
                "/ws", webSockets,
                "/api/v1/dashboard/ws", webSockets,
                "/sse", streams,
                "/api/v1/sse/events", streams,
                "/socket.io/", socketIo.endpoint(),
                "/socket.io", socketIo.endpoint());
        NetServer net = closing.add(
                "transports",
                new NetServer(
                        Translated.net(settings),
                        router(),
                        endpoints,
                        new Protocols(Http1::begin, Http2::begin),
                        meters));
        net.loops().forEach(hub::open);
        AgentPresence agents = new AgentPresence(intake, net.loops().getFirst());
        rules.attendance().listen(agents);
        agents.resume(reads, clock.epochMillis());
        net.onStop(webSockets::stop);
        net.onStop(streams::stop);
        net.onStop(socketIo::stop);
        return net;
    }

    private List<Route> routes(StatisticsRoutes statistics, SseEndpoint streams, Attendance attendance) {
        List<Route> routes =
                new ArrayList<>(new PublishRoutes(intake, limits, PublishLimits.of(settings.values())).routes());
        routes.addAll(new AutoCommitRoutes(committing, limits).routes());
        routes.addAll(new HistoryRoutes(reads, limits, clock).routes());
        routes.addAll(statistics.routes());
        routes.addAll(new SseRoutes(streams).routes());
        routes.addAll(new PresenceRoutes(attendance).routes());
        routes.addAll(new HealthRoutes(health, () -> meters.scrape(OPEN_METRICS)).routes());
        return routes;
    }

    /** The files tell their changes through the watch of git, which closes after them. */
    private void watch(Settings.Watch watch) {
        GitWatch repository = closing.add(
                "watch of git in " + watch.directory(),
                new GitWatch(
                        Translated.repository(watch, settings),
                        git,
                        Keeper.of(intake),
                        new IntakeListener(intake, watch.project()),
                        clock));
        health.add("git:" + watch.project(), repository::status);
        watching.add(repository.start());
        FileWatch files = closing.add(
                "watch of " + watch.directory(),
                new FileWatch(
                        Translated.watch(watch, settings), committing.listening(watch, repository.listener()), clock));
        health.add("files:" + watch.project(), files::status);
        watching.add(files.start());
    }
}
