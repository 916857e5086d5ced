package dev.herald.net;

import dev.herald.http.Headers;
import dev.herald.http.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may be addressed and from where. A server on loopback is reached by any page that a browser on this machine shows:
 * through a name that an attacker lets point to 127.0.0.1 (DNS rebinding), and by a form or script that posts across
 * origins. The first is refused by the {@code Host}, the second by the {@code Origin}. Any thread.
 *
 * @param isLoopback whether the server listens on loopback only; elsewhere any host is taken, unless some are named
 * @param listening the address listened on, in lower case
 * @param hosts names that it is known by besides, in lower case
 */
record HostRule(boolean isLoopback, String listening, Set<String> hosts, PageRule pages) {
    private static final String HOST_CHARACTERS = "-._~!$&'()*+,;=%";

    /** Why the request is refused, if it is. */
    Optional<Problem> refusal(String method, String authority, Headers headers) {
        if (authority.isEmpty()) {
            // HTTP/1.0 alone may leave it out, which no browser speaks; a page is refused all the same.
            return pages.refusal(method, authority, headers);
        }
        Optional<String> host = host(authority);
        if (host.isEmpty()) {
            return Optional.of(Problem.of(400, "Bad Request", "the Host field is malformed"));
        }
        boolean isNamed = isLoopback || !hosts.isEmpty();
        if (isNamed && !isOwn(host.get())) {
            return Optional.of(Problem.of(
                    421,
                    "Misdirected Request",
                    "this server is not known as " + host.get() + "; name it in the allowed hosts if it should be"));
        }
        return pages.refusal(method, authority, headers);
    }

    private boolean isOwn(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]")
                || host.equals(listening)
                || hosts.contains(host);
    }

    /** The name without its port, in lower case; empty when it is none (RFC 9110, section 7.2). */
    private static Optional<String> host(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        int stop = end < 0 ? authority.length() : end;
        String name = authority.substring(0, stop);
        String port = authority.substring(stop);
        boolean isNamed = !name.isEmpty() && name.chars().allMatch(c -> isHostCharacter(c, name.startsWith("[")));
        boolean isPort = port.isEmpty()
                || port.length() <= 6
                        && port.startsWith(":")
                        && port.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        return isNamed && isPort ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean isHostCharacter(int c, boolean isLiteral) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || HOST_CHARACTERS.indexOf(c) >= 0
                || isLiteral && (c == '[' || c == ']' || c == ':');
    }
}
