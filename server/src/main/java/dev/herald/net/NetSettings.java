package dev.herald.net;

import dev.herald.access.OriginRule;
import dev.herald.access.TrustedProxies;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Switch;
import dev.herald.setting.Values;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the server listens.
 *
 * @param host a name or address of this machine
 * @param port 0 picks a free one
 * @param loops event loops, at least 1
 * @param io wanted; the next best is taken where the machine lacks it
 * @param tls null where the server speaks plain HTTP
 * @param limits what a connection may cost
 * @param allowedHosts names, without a port, that a {@code Host} field may hold beside the listening address, loopback
 *     and, where the server listens on more than loopback, any; lower case
 * @param allowedOrigins origins such as {@code https://example.org} that may post and upgrade beside the server's own;
 *     {@code *} allows all
 * @param proxies who may speak for clients
 * @param isOpen whether everybody who reaches the server may do everything: then pages of others are kept out of what
 *     their browsers would not show them anyway
 */
public record NetSettings(
        String host,
        int port,
        int loops,
        Io io,
        @Nullable Tls tls,
        NetLimits limits,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        Proxies proxies,
        boolean isOpen) {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");

    /** Which of the system's interfaces moves the bytes; AUTO is epoll on Linux and nio elsewhere. */
    enum IoChoice {
        AUTO,
        EPOLL,
        IO_URING,
        NIO;

        private Io io() {
            return switch (this) {
                case AUTO, EPOLL -> Io.EPOLL;
                case IO_URING -> Io.IO_URING;
                case NIO -> Io.NIO;
            };
        }
    }

    public static final Setting<InetAddress> HOST = Setting.one(
            "host",
            Form.of("an address or name of this machine", NetSettings::address),
            "127.0.0.1",
            "Address to listen on; one that other machines reach needs a key for tokens.");
    public static final Setting<Integer> PORT =
            Setting.one("port", Form.whole(0, 65_535), "8000", "Port to listen on; 0 takes a free one and says which.");
    static final Setting<String> ORIGINS = Setting.many(
                    "cors-origins",
                    Form.of(
                            "scheme://host or scheme://host:port, or `*` for any where there is a key for tokens",
                            NetSettings::origin),
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
    public static final Setting<Path> TLS_CERT =
            Setting.optional("tls-cert", readable(), "Certificate chain (PEM); with it the port speaks TLS.");
    public static final Setting<Path> TLS_KEY =
            Setting.optional("tls-key", readable(), "The certificate's key (PEM, PKCS#8, no password).");
    static final Setting<IoChoice> IO = Setting.one(
            "io",
            Form.choice(IoChoice.class),
            "auto",
            "System interface for sockets; auto is epoll on Linux, nio elsewhere.");
    static final Setting<Integer> LOOPS = Setting.one(
            "loops",
            Form.wholeOr("auto", 1, 256),
            "auto",
            "Event loops; `auto` is one a core but for one core, which is left to the journal and to clients beside it.");
    static final Setting<TrustedProxies.Block> PROXIES = Setting.many(
            "trusted-proxies",
            Form.of("an address, or a block such as 10.0.0.0/8 or fd00::/8", TrustedProxies.Block::parse),
            ",",
            "Proxies whose `X-Forwarded-For` and PROXY headers are believed.");
    static final Setting<Switch> PROXY_PROTOCOL = Setting.one(
            "proxy-protocol",
            Form.choice(Switch.class),
            "off",
            "Whether connections of trusted proxies begin with a PROXY header.");

    /** A certificate chain and its key, both PEM. */
    public record Tls(Path certificate, Path key) {}

    public NetSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (loops < 1) {
            throw new IllegalArgumentException("loops must be at least 1, not " + loops);
        }
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** @param isOpen whether there is no key for tokens */
    public static NetSettings of(Values values, boolean isOpen) {
        int loops = values.take(LOOPS);
        List<Path> certificate = values.takeAll(TLS_CERT);
        List<Path> key = values.takeAll(TLS_KEY);
        return new NetSettings(
                values.take(HOST).getHostAddress(),
                values.take(PORT),
                loops > 0 ? loops : Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                values.take(IO).io(),
                certificate.isEmpty() || key.isEmpty() ? null : new Tls(certificate.getFirst(), key.getFirst()),
                NetLimits.of(values),
                Set.copyOf(values.takeAll(HOSTS)),
                Set.copyOf(values.takeAll(ORIGINS)),
                new Proxies(new TrustedProxies(values.takeAll(PROXIES)), values.take(PROXY_PROTOCOL) == Switch.ON),
                isOpen);
    }

    /** Plain HTTP with the default limits, a loop for each processor. */
    public static NetSettings of(String host, int port) {
        return new NetSettings(
                host,
                port,
                Runtime.getRuntime().availableProcessors(),
                Io.EPOLL,
                null,
                NetLimits.DEFAULT,
                Set.of(),
                Set.of(),
                Proxies.NONE,
                true);
    }

    /**
     * What the host means.
     *
     * @throws IllegalStateException a name of which nothing is known any more
     */
    public InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IllegalStateException("host " + host + " is not known", unknown);
        }
    }

    public NetSettings withLimits(NetLimits other) {
        return new NetSettings(host, port, loops, io, tls, other, allowedHosts, allowedOrigins, proxies, isOpen);
    }

    public NetSettings withLoops(int count) {
        return new NetSettings(host, port, count, io, tls, limits, allowedHosts, allowedOrigins, proxies, isOpen);
    }

    public NetSettings withIo(Io wanted) {
        return new NetSettings(host, port, loops, wanted, tls, limits, allowedHosts, allowedOrigins, proxies, isOpen);
    }

    public NetSettings withTls(Path certificate, Path key) {
        return new NetSettings(
                host,
                port,
                loops,
                io,
                new Tls(certificate, key),
                limits,
                allowedHosts,
                allowedOrigins,
                proxies,
                isOpen);
    }

    public NetSettings withAllowed(Set<String> hosts, Set<String> origins) {
        return new NetSettings(host, port, loops, io, tls, limits, hosts, origins, proxies, isOpen);
    }

    public NetSettings withProxies(Proxies other) {
        return new NetSettings(host, port, loops, io, tls, limits, allowedHosts, allowedOrigins, other, isOpen);
    }

    /** The same, for a server that everybody who reaches it may use, or not. */
    public NetSettings withOpen(boolean open) {
        return new NetSettings(host, port, loops, io, tls, limits, allowedHosts, allowedOrigins, proxies, open);
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
