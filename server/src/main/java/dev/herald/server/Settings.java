package dev.herald.server;

import dev.herald.access.Rate;
import dev.herald.access.RateLimits;
import dev.herald.access.TokenKey;
import dev.herald.access.TokenRules;
import dev.herald.access.TrustedProxies;
import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.event.ProjectId;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How this server runs, by concern. Read by {@link SettingsLoader}, which checks ranges; {@link SettingsTable} says what
 * each is. {@code Long.MAX_VALUE} stands for "unlimited".
 *
 * @param data the directory of everything the server keeps
 */
public record Settings(
        Path data,
        Net net,
        Access access,
        Sessions sessions,
        Intake intake,
        Journal journal,
        Hub hub,
        Files files,
        AutoCommit autoCommit,
        Log log) {

    /**
     * Sockets.
     *
     * @param host a loopback address, or any where there is a key
     * @param port 0 for any free one
     * @param loops event loops; 0 for one a core but for one
     * @param origins web origins, besides the server's own, that may talk to it
     * @param hosts names, besides its address, that requests may call it by
     * @param tls null for plain text
     */
    public record Net(
            InetAddress host,
            int port,
            Io io,
            int loops,
            int connectionsMax,
            Set<String> origins,
            Set<String> hosts,
            @Nullable Tls tls) {
        public Net {
            origins = Set.copyOf(origins);
            hosts = Set.copyOf(hosts);
        }
    }

    /**
     * Who may do what.
     *
     * @param key what tokens are checked with, or null where the server is open
     * @param rules what a token must say
     * @param rates what is limited; a kind that is missing is not
     * @param authMillisMax a session without a token is closed after so long
     * @param proxies whose word about a client's address is taken
     * @param isProxyProtocol whether connections begin with a PROXY header
     */
    public record Access(
            @Nullable TokenKey key,
            TokenRules rules,
            Map<RateLimits.Kind, Rate> rates,
            long authMillisMax,
            TrustedProxies proxies,
            boolean isProxyProtocol) {
        public Access {
            rates = Map.copyOf(rates);
        }
    }

    /** Which of the system's interfaces moves the bytes; AUTO is epoll on Linux and nio elsewhere. */
    public enum Io {
        AUTO,
        EPOLL,
        IO_URING,
        NIO
    }

    /** PEM files: the certificate chain, and its key without a password. */
    public record Tls(Path certificate, Path key) {}

    /**
     * What one session may.
     *
     * @param messageBytesMax one WebSocket message from a client
     * @param roomsMax rooms in one subscription
     * @param heartbeatMillis between two heartbeats
     * @param idleMillisMax a session that says nothing for so long is closed
     * @param socketIo more of Socket.IO's own
     */
    public record Sessions(
            int messageBytesMax, int roomsMax, long heartbeatMillis, long idleMillisMax, SocketIo socketIo) {}

    /**
     * What one Socket.IO connection may.
     *
     * @param pingIntervalMillis between two pings
     * @param pingTimeoutMillis to answer one
     * @param payloadBytesMax one message, or one polling request
     */
    public record SocketIo(long pingIntervalMillis, long pingTimeoutMillis, int payloadBytesMax) {}

    /**
     * The door.
     *
     * @param batchBytesMax one request's events together
     * @param queueEventsMax events that wait for the journal
     * @param queueBytesMax their bytes
     */
    public record Intake(int batchBytesMax, int queueEventsMax, long queueBytesMax) {}

    /**
     * The log.
     *
     * @param sync when the disk is told to keep what it was given
     * @param ageMillisMax older events go
     * @param bytesMax the oldest go when their JSON is more than this
     * @param eventsMax the oldest go when there are more
     */
    public record Journal(Sync sync, long ageMillisMax, long bytesMax, long eventsMax) {}

    /** FULL: before each answer, so that a power cut loses nothing; NORMAL: now and then, safe against crashes. */
    public enum Sync {
        FULL,
        NORMAL
    }

    /**
     * From the journal to the clients.
     *
     * @param ringEventsMax recent events kept in memory
     * @param ringBytesMax their bytes
     * @param catchUpBytesMax read from the journal in one piece for a session that lags
     * @param outboundBytesMax written to a session and not yet taken by its socket
     */
    public record Hub(int ringEventsMax, long ringBytesMax, int catchUpBytesMax, int outboundBytesMax) {}

    /**
     * What is watched.
     *
     * @param quietMillis a file is reported when it has been left alone for so long
     * @param settleMillisMax and at the latest after so long
     * @param catchUpCommitsMax commits told after a start, of those that came while nobody watched
     */
    public record Files(List<Watch> watches, long quietMillis, long settleMillisMax, int catchUpCommitsMax) {
        public Files {
            watches = List.copyOf(watches);
        }
    }

    /** A directory and the project that its changes belong to. */
    public record Watch(Path directory, ProjectId project) {}

    /**
     * What is committed by itself.
     *
     * @param modes where the commits of watched projects go; a project that is missing has none
     * @param quietMillis after the last change
     * @param maxMillis and at the latest so long after the first
     * @param everyMillis and on a schedule, which may be years
     * @param fileBytesMax of one file
     * @param filesMax of one commit
     * @param bytesMax of these files
     * @param isProtected names and patterns of branches
     * @param hookMillisMax what a hook may take
     * @param isPushing whether commits on a branch are pushed
     * @param snapshotMillisMax older snapshots go
     * @param snapshotsMax the oldest of a branch go when there are more
     */
    public record AutoCommit(
            Map<ProjectId, AutoCommitMode> modes,
            long quietMillis,
            long maxMillis,
            long everyMillis,
            int fileBytesMax,
            int filesMax,
            long bytesMax,
            List<String> isProtected,
            long hookMillisMax,
            boolean isPushing,
            long snapshotMillisMax,
            long snapshotsMax) {
        public AutoCommit {
            modes = Map.copyOf(modes);
            isProtected = List.copyOf(isProtected);
        }
    }

    /** What is used or not. */
    public enum Switch {
        OFF,
        ON
    }

    /** What is said on standard error. */
    public record Log(LogFormat format, LogLevel level) {}

    /** Lines for people, or a JSON object a line. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** The least important message that is shown. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
