package dev.herald.net;

import java.nio.file.Path;
import java.util.Set;
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
}
