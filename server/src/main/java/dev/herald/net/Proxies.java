package dev.herald.net;

import dev.herald.access.TrustedProxies;

/**
 * What stands between clients and this server.
 *
 * @param trusted whose {@code X-Forwarded-For} and PROXY headers are believed
 * @param isProxyProtocol whether each connection begins with a PROXY header; then only trusted proxies may connect
 */
public record Proxies(TrustedProxies trusted, boolean isProxyProtocol) {
    /** Nothing. */
    public static final Proxies NONE = new Proxies(TrustedProxies.NONE, false);
}
