package dev.herald.access;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxies whose word about a client's address is taken. Any thread.
 *
 * @param blocks none where no proxy is trusted
 */
public record TrustedProxies(List<Block> blocks) {
    /** Nobody's word is taken. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Addresses that are looked at in one request; who names more is not believed at all. */
    static final int HOPS_MAX = 32;

    private static final Pattern WITH_PORT = Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})](?::[0-9]{1,5})?");
    private static final Pattern V4_WITH_PORT = Pattern.compile("([0-9.]{7,15}):[0-9]{1,5}");

    public TrustedProxies {
        blocks = List.copyOf(blocks);
    }

    /** Addresses that begin with the same bits. @param bits 0 to 32 or 128 */
    public record Block(InetAddress address, int bits) {
        public Block {
            if (bits < 0 || bits > address.getAddress().length * 8) {
                throw new IllegalArgumentException("a block of IPv4 has 0 to 32 bits, one of IPv6 0 to 128");
            }
        }

        /** Reads {@code 192.0.2.1}, {@code 10.0.0.0/8}, {@code ::1} or {@code fd00::/8}; empty for anything else. */
        public static Optional<Block> parse(String text) {
            int slash = text.indexOf('/');
            Optional<InetAddress> address = literal(slash < 0 ? text : text.substring(0, slash));
            if (address.isEmpty()) {
                return Optional.empty();
            }
            int most = address.get().getAddress().length * 8;
            String bits = slash < 0 ? "" + most : text.substring(slash + 1);
            return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= most
                    ? Optional.of(new Block(address.get(), Integer.parseInt(bits)))
                    : Optional.empty();
        }

        boolean contains(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xFF : 0xFF << 8 - (bits - bit);
                if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    public boolean contains(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    /**
     * Where a request comes from. Read from the right, since each proxy adds whom it heard on the right and what is
     * further left anybody may have written: the first address that is no trusted proxy is the client.
     *
     * @param peer who is connected
     * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
     * @return the peer itself when it is not trusted, or when what was read on the way is no address
     */
    public InetAddress client(InetAddress peer, List<String> forwardedFor) {
        if (!contains(peer) || forwardedFor.isEmpty()) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        for (String value : forwardedFor) {
            hops.addAll(List.of(value.split(",", HOPS_MAX + 2)));
        }
        if (hops.size() > HOPS_MAX) {
            return peer;
        }
        InetAddress nearest = peer;
        for (String hop : hops.reversed()) {
            Optional<InetAddress> address = hop(hop.strip());
            if (address.isEmpty()) {
                return peer;
            }
            nearest = address.get();
            if (!contains(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    /** An address, which some proxies write with its port. */
    private static Optional<InetAddress> hop(String text) {
        var bracketed = WITH_PORT.matcher(text);
        if (bracketed.matches()) {
            return literal(bracketed.group(1));
        }
        var withPort = V4_WITH_PORT.matcher(text);
        return literal(withPort.matches() ? withPort.group(1) : text);
    }

    /** Never asks a name server; takes IPv4 with its four numbers alone, and no zone. */
    private static Optional<InetAddress> literal(String text) {
        boolean isV4 = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean isV6 = text.length() <= 45 && text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
        if (!isV4 && !isV6) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
