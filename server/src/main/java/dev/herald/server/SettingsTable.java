package dev.herald.server;

import dev.herald.access.OriginRule;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every setting, once: flags, environment, herald.yaml, the help, the table in docs/operations.md and the messages about
 * wrong values all come from here. What is not here does not exist.
 */
public final class SettingsTable {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");

    static final Setting<InetAddress> HOST = Setting.one(
            "host",
            Form.of("an address or name of this machine", SettingsTable::address),
            "127.0.0.1",
            "Address to listen on; one that other machines reach needs a key for tokens.");
    static final Setting<Integer> PORT =
            Setting.one("port", Form.whole(0, 65_535), "8000", "Port to listen on; 0 takes a free one and says which.");
    static final Setting<Path> DATA = Setting.optional(
            "data",
            Form.path(),
            "Directory of everything the server keeps, made if missing; else `.herald` where there is one already, else one"
                    + " for each working directory in `$XDG_STATE_HOME/herald` or `~/.local/state/herald`.");
    static final Setting<Path> WATCH = Setting.many(
            "watch",
            Form.at(
                    "an existing directory",
                    (text, base) -> Form.path().read(text, base).filter(Files::isDirectory)),
            File.pathSeparator,
            "Directory whose file changes become events.");
    static final Setting<dev.herald.event.ProjectId> PROJECT = Setting.optional(
            "project",
            Form.of("1 to 128 of A-Z a-z 0-9 . _ -", dev.herald.event.ProjectId::parse),
            "Project of the watched directories; each directory's own name where it is not given.");
    static final Setting<String> ORIGINS = Setting.many(
                    "cors-origins",
                    Form.of(
                            "scheme://host or scheme://host:port, or `*` for any where there is a key for tokens",
                            SettingsTable::origin),
                    ",",
                    "Web origins besides the server's own that may use it (CORS, WebSocket).")
            .alsoNamed("CORS_ORIGINS");
    static final Setting<String> HOSTS = Setting.many(
            "allowed-hosts",
            Form.of(
                    "a host name without a port",
                    text -> HOST_NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty()),
            ",",
            "Names besides its own address that requests may call the server by, such as a proxy's; others get 421.");
    static final Setting<Path> TLS_CERT =
            Setting.optional("tls-cert", readable(), "Certificate chain (PEM); with it the port speaks TLS.");
    static final Setting<Path> TLS_KEY =
            Setting.optional("tls-key", readable(), "The certificate's key (PEM, PKCS#8, no password).");
    static final Setting<Settings.Io> IO = Setting.one(
            "io",
            Form.choice(Settings.Io.class),
            "auto",
            "System interface for sockets; auto is epoll on Linux, nio elsewhere.");
    static final Setting<Integer> LOOPS = Setting.one(
            "loops",
            Form.wholeOr("auto", 1, 256),
            "auto",
            "Event loops; `auto` is one a core but for one core, which is left to the journal and to clients beside it.");
    static final Setting<Integer> CONNECTIONS_MAX = Setting.one(
                    "max-connections",
                    Form.whole(1, 1_000_000),
                    "10000",
                    "Sessions (WebSockets, event streams, Socket.IO) at a time; more are refused. Requests have 256 connections beside them.")
            .alsoNamed("MAX_CONNECTIONS");
    static final Setting<Long> MESSAGE_BYTES_MAX = Setting.one(
            "message-bytes",
            Form.bytes("1 KiB", "16 MiB"),
            "1 MiB",
            "Largest WebSocket message from a client; an event has at most 1 MiB, whatever this is.");
    static final Setting<Long> BATCH_BYTES_MAX = Setting.one(
            "batch-bytes", Form.bytes("1 KiB", "1 GiB"), "16 MiB", "Largest body of one request with many events.");
    static final Setting<Integer> ROOMS_MAX =
            Setting.one("session-rooms", Form.whole(1, 100_000), "1000", "Rooms that one session may name.");
    static final Setting<Long> HEARTBEAT =
            Setting.one("heartbeat", Form.duration("1 s", "3600 s"), "30 s", "Time between heartbeats to a session.");
    static final Setting<Long> IDLE = Setting.one(
            "idle",
            Form.duration("2 s", "86400 s"),
            "300 s",
            "A session that neither sends nor acknowledges for so long is closed; longer than the heartbeat.");
    static final Setting<Long> PING_INTERVAL = Setting.one(
                    "ping-interval",
                    Form.duration("1 s", "3600 s"),
                    "25 s",
                    "Time between the server's pings to a Socket.IO client.")
            .alsoNamed("PING_INTERVAL");
    static final Setting<Long> PING_TIMEOUT = Setting.one(
                    "ping-timeout",
                    Form.duration("1 s", "3600 s"),
                    "60 s",
                    "A Socket.IO client that does not answer a ping for so long is taken for lost.")
            .alsoNamed("PING_TIMEOUT");
    static final Setting<Long> PAYLOAD_BYTES_MAX = Setting.one(
                    "max-payload",
                    Form.bytes("1 KiB", "16 MiB"),
                    "1000000",
                    "Largest message, and polling request, of a Socket.IO client.")
            .alsoNamed("MAX_HTTP_BUFFER_SIZE");
    static final Setting<Integer> QUEUE_EVENTS_MAX =
            Setting.one("intake-events", Form.whole(1, 10_000_000), "100000", "Events that may wait for the journal.");
    static final Setting<Long> QUEUE_BYTES_MAX = Setting.one(
            "intake-bytes",
            Form.bytes("1 MiB", "64 GiB"),
            "64 MiB",
            "Bytes of events that may wait for the journal; at least `batch-bytes`.");
    static final Setting<Settings.Sync> SYNC = Setting.one(
            "sync",
            Form.choice(Settings.Sync.class),
            "full",
            "full: on disk before a publisher is answered; normal: faster, and a power cut may take the last events.");
    static final Setting<Long> JOURNAL_AGE =
            Setting.one("journal-age", Form.durationOrUnlimited("1 m"), "30 d", "Events older than this go.");
    static final Setting<Long> JOURNAL_BYTES = Setting.one(
            "journal-bytes", Form.bytesOrUnlimited("1 MiB"), "2 GiB", "Bytes of events kept; the oldest go first.");
    static final Setting<Long> JOURNAL_EVENTS =
            Setting.one("journal-events", Form.count(1), "unlimited", "Events kept; the oldest go first.");
    static final Setting<Integer> RING_EVENTS_MAX = Setting.one(
            "ring-events", Form.whole(16, 16_777_216), "65536", "Recent events kept in memory for sessions that lag.");
    static final Setting<Long> RING_BYTES_MAX =
            Setting.one("ring-bytes", Form.bytes("1 MiB", "16 GiB"), "32 MiB", "Bytes of those events.");
    static final Setting<Long> CATCH_UP_BYTES_MAX = Setting.one(
            "catch-up-bytes",
            Form.bytes("4 KiB", "64 MiB"),
            "256 KiB",
            "Read from the journal in one piece for a session that lags.");
    static final Setting<Long> OUTBOUND_BYTES_MAX = Setting.one(
            "outbound-bytes",
            Form.bytes("4 KiB", "64 MiB"),
            "256 KiB",
            "Bytes on their way to one session before the server waits for it.");
    static final Setting<Long> QUIET = Setting.one(
            "quiet",
            Form.duration("1 ms", "60000 ms"),
            "200 ms",
            "A changed file is reported when it has been left alone for so long.");
    static final Setting<Long> SETTLE = Setting.one(
            "settle",
            Form.duration("1 ms", "600000 ms"),
            "2000 ms",
            "And at the latest after so long; at least `quiet`.");
    static final Setting<Integer> CATCH_UP_COMMITS_MAX = Setting.one(
            "catch-up-commits",
            Form.whole(1, 100_000),
            "1000",
            "Commits told after a start, the newest of those that came while the server was down.");
    static final Setting<Settings.LogFormat> LOG = Setting.one(
            "log", Form.choice(Settings.LogFormat.class), "text", "Lines for people, or a JSON object a line.");
    static final Setting<Settings.LogLevel> LOG_LEVEL = Setting.one(
            "log-level", Form.choice(Settings.LogLevel.class), "info", "The least important message that is shown.");

    private static final List<Setting<?>> ALL = Stream.of(
                    List.of(
                            HOST,
                            PORT,
                            DATA,
                            WATCH,
                            PROJECT,
                            ORIGINS,
                            HOSTS,
                            TLS_CERT,
                            TLS_KEY,
                            AccessSettings.SECRET,
                            AccessSettings.PUBLIC_KEY,
                            AccessSettings.KEY_SET,
                            AccessSettings.AUDIENCE,
                            AccessSettings.ISSUER,
                            AccessSettings.CONNECT,
                            AccessSettings.MESSAGES,
                            AccessSettings.PUBLISH,
                            AccessSettings.READS,
                            AccessSettings.FAILURES,
                            AccessSettings.AUTH_TIMEOUT,
                            AccessSettings.PROXIES,
                            AccessSettings.PROXY_PROTOCOL,
                            IO,
                            LOOPS,
                            CONNECTIONS_MAX,
                            MESSAGE_BYTES_MAX,
                            BATCH_BYTES_MAX,
                            ROOMS_MAX,
                            HEARTBEAT,
                            IDLE,
                            PING_INTERVAL,
                            PING_TIMEOUT,
                            PAYLOAD_BYTES_MAX,
                            QUEUE_EVENTS_MAX,
                            QUEUE_BYTES_MAX,
                            SYNC,
                            JOURNAL_AGE,
                            JOURNAL_BYTES,
                            JOURNAL_EVENTS,
                            RING_EVENTS_MAX,
                            RING_BYTES_MAX,
                            CATCH_UP_BYTES_MAX,
                            OUTBOUND_BYTES_MAX,
                            QUIET,
                            SETTLE,
                            CATCH_UP_COMMITS_MAX),
                    CommitTable.ALL,
                    List.of(LOG, LOG_LEVEL))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private SettingsTable() {}

    /** All settings, those first that people use most. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** The table of docs/operations.md, in Markdown. */
    public static String markdown() {
        StringBuilder table = new StringBuilder(
                "| setting | environment | default | allowed | what it does |\n|---|---|---|---|---|\n");
        for (Setting<?> setting : ALL) {
            StringBuilder names = new StringBuilder("`" + setting.environmentName() + "`");
            setting.otherNames()
                    .forEach(name -> names.append(", `").append(name).append('`'));
            String separated = setting.isRepeatable()
                    ? " May be given more than once; `" + setting.separator() + "` between them in the environment."
                    : "";
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            setting.name(),
                            names,
                            setting.standard() == null ? "none" : "`" + setting.standard() + "`",
                            setting.allowed(),
                            setting.description() + separated));
        }
        return table.toString();
    }

    private static Form<Path> readable() {
        return Form.at(
                "a file that can be read",
                (text, base) -> Form.path()
                        .read(text, base)
                        .filter(path -> Files.isRegularFile(path) && Files.isReadable(path)));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    /** What the transport would refuse is refused here, with the setting's name. */
    private static Optional<String> origin(String text) {
        try {
            new OriginRule(Set.of(text));
            return Optional.of(text);
        } catch (IllegalArgumentException noOrigin) {
            return Optional.empty();
        }
    }
}
