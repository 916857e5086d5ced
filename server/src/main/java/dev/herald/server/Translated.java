package dev.herald.server;

import dev.herald.access.BucketRateLimits;
import dev.herald.access.RateLimits;
import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.effect.autocommit.AutoCommitSettings;
import dev.herald.effect.autocommit.CommitPace;
import dev.herald.effect.autocommit.GateLimits;
import dev.herald.hub.HubLimits;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.Retention;
import dev.herald.journal.sqlite.SqliteSettings;
import dev.herald.loop.Clock;
import dev.herald.net.Io;
import dev.herald.net.NetLimits;
import dev.herald.net.NetSettings;
import dev.herald.net.Proxies;
import dev.herald.session.SessionSettings;
import dev.herald.source.files.FileWatchSettings;
import dev.herald.source.git.GitWatchSettings;
import dev.herald.transport.engineio.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** The settings in the words of each room, which knows nothing of the others' settings. */
final class Translated {
    /** For the transports; sources before and the journal after them need theirs of the ten seconds that a stop takes. */
    private static final Duration STOP = Duration.ofSeconds(4);

    /** A commit that runs while the server stops; one that is ended then may take as long again. */
    private static final Duration COMMIT_END = Duration.ofMillis(1_500);

    /**
     * Above those that sessions may take: requests, health checks among them, are answered when all sessions are taken,
     * and one session more can be told so in its own protocol (WebSocket: 1013).
     */
    static final int REQUEST_CONNECTIONS = 256;

    private Translated() {}

    static SqliteSettings journal(Settings settings) {
        boolean isSynced = switch (settings.journal().sync()) {
            case FULL -> true;
            case NORMAL -> false;
        };
        return SqliteSettings.DEFAULTS.withEachCommitSynced(isSynced);
    }

    static RateLimits rateLimits(Settings settings, Clock clock) {
        return settings.access().rates().isEmpty()
                ? RateLimits.OFF
                : new BucketRateLimits(settings.access().rates(), clock);
    }

    static IntakeLimits intake(Settings settings) {
        IntakeLimits defaults = IntakeLimits.DEFAULTS;
        return new IntakeLimits(
                settings.intake().queueEventsMax(),
                settings.intake().queueBytesMax(),
                defaults.batchEventsMax(),
                defaults.batchBytesMax(),
                defaults.drainMillisMax());
    }

    static Retention retention(Settings settings) {
        Settings.Journal journal = settings.journal();
        return Retention.of(journal.ageMillisMax(), journal.eventsMax(), journal.bytesMax());
    }

    static HubLimits hub(Settings settings) {
        HubLimits defaults = HubLimits.DEFAULTS;
        return new HubLimits(
                settings.hub().ringEventsMax(),
                settings.hub().ringBytesMax(),
                defaults.inboxEventsMax(),
                defaults.inboxBytesMax(),
                settings.hub().catchUpBytesMax(),
                defaults.catchUpEventsMax(),
                defaults.catchUpBurstChunks(),
                defaults.audienceBytesMax(),
                defaults.audiencePiecesMax(),
                defaults.shardBytesMax(),
                defaults.journalReadsMax(),
                defaults.readMillisMax(),
                defaults.readAttemptsMax(),
                defaults.readRetryMillis(),
                defaults.replaysPendingMax());
    }

    static SessionSettings sessions(Settings settings) {
        SessionSettings defaults = SessionSettings.DEFAULT;
        return new SessionSettings(
                settings.sessions().heartbeatMillis(),
                settings.sessions().idleMillisMax(),
                defaults.closeMillis(),
                settings.sessions().messageBytesMax(),
                settings.sessions().roomsMax(),
                defaults.eventTypesMax(),
                settings.access().authMillisMax(),
                settings.net().connectionsMax());
    }

    static EngineSettings engine(Settings settings) {
        EngineSettings defaults = EngineSettings.DEFAULT;
        Settings.SocketIo socketIo = settings.sessions().socketIo();
        return new EngineSettings(
                socketIo.pingIntervalMillis(),
                socketIo.pingTimeoutMillis(),
                socketIo.payloadBytesMax(),
                defaults.upgradeMillis(),
                settings.hub().outboundBytesMax(),
                defaults.waitingBytesMax());
    }

    static NetSettings net(Settings settings) {
        Settings.Net net = settings.net();
        NetLimits defaults = NetLimits.DEFAULT;
        int body = settings.intake().batchBytesMax();
        NetLimits limits = new NetLimits(
                net.connectionsMax() + REQUEST_CONNECTIONS,
                defaults.requests(),
                defaults.requestLineBytes(),
                defaults.headerBytes(),
                body,
                Math.max(defaults.bodiesBytes(), body),
                defaults.answersBytes(),
                defaults.head(),
                defaults.body(),
                defaults.idle(),
                defaults.write(),
                STOP,
                settings.hub().outboundBytesMax() / 2,
                settings.hub().outboundBytesMax());
        int loops =
                net.loops() > 0 ? net.loops() : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        NetSettings plain = NetSettings.of(net.host().getHostAddress(), net.port())
                .withLimits(limits)
                .withLoops(loops)
                .withIo(io(net.io()))
                .withAllowed(net.hosts(), net.origins())
                .withOpen(settings.access().key() == null)
                .withProxies(new Proxies(
                        settings.access().proxies(), settings.access().isProxyProtocol()));
        Settings.Tls tls = net.tls();
        return tls == null ? plain : plain.withTls(tls.certificate(), tls.key());
    }

    private static Io io(Settings.Io io) {
        return switch (io) {
            case AUTO, EPOLL -> Io.EPOLL;
            case IO_URING -> Io.IO_URING;
            case NIO -> Io.NIO;
        };
    }

    /** @param number tells the directories of one project apart; 0 for the first */
    static AutoCommitSettings autoCommit(Settings.Watch watch, int number, AutoCommitMode mode, Settings settings) {
        Settings.AutoCommit given = settings.autoCommit();
        CommitPace pace = CommitPace.DEFAULTS;
        Path data = settings.data().toAbsolutePath();
        // No project's id has a tilde in it.
        String own = watch.project().value() + (number == 0 ? "" : "~" + number);
        return AutoCommitSettings.of(
                        watch.project(),
                        watch.directory(),
                        data.resolve("auto-commit").resolve(own),
                        mode)
                .without(never(watch.directory(), settings))
                .protecting(given.isProtected())
                .pushing(given.isPushing())
                .within(new GateLimits(
                        given.fileBytesMax(), given.filesMax(), given.bytesMax(), GateLimits.DEFAULTS.namedMax()))
                .at(new CommitPace(
                        given.quietMillis(),
                        given.maxMillis(),
                        given.everyMillis(),
                        pace.retryMillis(),
                        pace.gitQuietMillis(),
                        pace.busyMillis(),
                        given.hookMillisMax(),
                        pace.pushMillis(),
                        COMMIT_END.toMillis()));
    }

    /**
     * What is never watched, committed or listed: this server's data, and that of this user's other servers and watches
     * where it lies below the directory and not above it.
     */
    static Set<Path> never(Path watched, Settings settings) {
        Path data = settings.data().toAbsolutePath();
        Path state = StateDirectory.of(System.getenv());
        return watched.toAbsolutePath().startsWith(state) ? Set.of(data) : Set.of(data, state);
    }

    static FileWatchSettings watch(Settings.Watch watch, Settings settings) {
        FileWatchSettings defaults =
                FileWatchSettings.of(watch.directory(), watch.project().value());
        return new FileWatchSettings(
                defaults.root(),
                defaults.name(),
                never(watch.directory(), settings),
                defaults.home(),
                settings.files().quietMillis(),
                settings.files().settleMillisMax(),
                defaults.pollMillis(),
                defaults.rootMillis(),
                defaults.lookMillis(),
                defaults.retryMillis(),
                defaults.batchMax(),
                defaults.pendingMax());
    }

    static GitWatchSettings repository(Settings.Watch watch, Settings settings) {
        return GitWatchSettings.of(
                        watch.directory(),
                        watch.project(),
                        settings.data().toAbsolutePath().resolve("git"))
                .catchingUp(settings.files().catchUpCommitsMax());
    }
}
