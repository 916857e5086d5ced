package dev.herald.net;

import dev.herald.access.TrustedProxies;
import dev.herald.http.Headers;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection: the one that a PROXY header named, else whose socket it is. Runs on the
 * connection's loop.
 *
 * @param address null for a channel that is no socket
 * @param text for logs and limits; empty where there is no address
 */
record Remote(@Nullable InetAddress address, String text) {
    private static final AttributeKey<InetAddress> NAMED = AttributeKey.valueOf(Remote.class, "named");
    private static final String FORWARDED = "X-Forwarded-For";

    static Remote of(Channel channel) {
        InetAddress named = channel.hasAttr(NAMED) ? channel.attr(NAMED).get() : null;
        InetAddress address = named != null
                ? named
                : channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return new Remote(address, address == null ? "" : address.getHostAddress());
    }

    /** A PROXY header has said who it is. */
    static void name(Channel channel, InetAddress address) {
        channel.attr(NAMED).set(address);
    }

    /** Where a request comes from that came over this connection. */
    String client(TrustedProxies trusted, Headers headers) {
        if (address == null || !trusted.contains(address)) {
            return text;
        }
        List<String> forwarded = headers.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(FORWARDED))
                .map(Headers.Field::value)
                .toList();
        return trusted.client(address, forwarded).getHostAddress();
    }
}
