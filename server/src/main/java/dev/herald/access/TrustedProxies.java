package dev.herald.access;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word about where a caller comes from is taken. What anybody else says of it is not looked at, for a
 * caller could claim any address. A value; any thread.
 *
 * @param networks an address is trusted that lies in one of them
 */
public record TrustedProxies(List<Network> networks) {
    /** Nobody: a caller is where its connection comes from. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Entries of {@code X-Forwarded-For} that are looked at, from the right; there are never so many proxies. */
    static final int HOPS_MAX = 32;

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /**
     * A network by its first bits; a single address has all of them.
     *
     * @param bits that count, 0 to 32 for IPv4, to 128 for IPv6
     */
    public record Network(InetAddress address, int bits) {
        public Network {
            if (bits < 0 || bits > address.getAddress().length * 8) {
                throw new IllegalArgumentException("a network has 0 to 32 bits (IPv6: 128), not " + bits);
            }
        }

        boolean contains(InetAddress other) {
            byte[] own = address.getAddress();
            byte[] its = other.getAddress();
            if (own.length != its.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : 0xff << 8 - (bits - bit);
                if (((own[bit / 8] ^ its[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads addresses such as {@code 10.0.0.7} and networks such as {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException for anything else; the message names it
     */
    public static TrustedProxies of(List<String> entries) {
        List<Network> networks = new ArrayList<>();
        for (String entry : entries) {
            int slash = entry.indexOf('/');
            InetAddress address = literal(slash < 0 ? entry : entry.substring(0, slash));
            String bits = slash < 0 ? "" : entry.substring(slash + 1);
            boolean isNetwork = slash < 0 || bits.matches("\\d{1,3}");
            int all = address == null ? 0 : address.getAddress().length * 8;
            if (address == null || !isNetwork || slash >= 0 && Integer.parseInt(bits) > all) {
                throw new IllegalArgumentException(
                        entry + " is neither an address nor a network such as 10.0.0.0/8 or fd00::/8");
            }
            networks.add(new Network(address, slash < 0 ? all : Integer.parseInt(bits)));
        }
        return new TrustedProxies(networks);
    }

    public boolean contains(InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where a request comes from. Each proxy appends whom it heard it from, so the entries are believed from the right,
     * as long as they are trusted proxies; the first that is none is the caller. Where what stands there is no address,
     * it is the last proxy that could be told.
     *
     * @param peer who is connected
     * @param forwarded the values of {@code X-Forwarded-For}, in order
     */
    public InetAddress client(InetAddress peer, List<String> forwarded) {
        InetAddress client = peer;
        int hops = 0;
        for (String field : forwarded.reversed()) {
            int end = field.length();
            while (end >= 0) {
                if (!contains(client) || ++hops > HOPS_MAX) {
                    return client;
                }
                int comma = field.lastIndexOf(',', end - 1);
                InetAddress before = entry(field.substring(comma + 1, end).strip());
                if (before == null) {
                    return client;
                }
                client = before;
                end = comma;
            }
        }
        return client;
    }

    /** An address, which may have a port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
    private static @Nullable InetAddress entry(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            return close < 0 ? null : literal(text.substring(1, close));
        }
        int colon = text.indexOf(':');
        boolean hasPort = colon >= 0 && colon == text.lastIndexOf(':');
        return literal(hasPort ? text.substring(0, colon) : text);
    }

    /** Null for what is no address; never a name, which would have to be looked up, nor a zone of this machine. */
    private static @Nullable InetAddress literal(String text) {
        if (text.indexOf('%') >= 0 || text.indexOf(':') < 0 && !text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
