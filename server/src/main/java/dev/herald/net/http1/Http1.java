package dev.herald.net.http1;

import dev.herald.net.Link;

/** HTTP/1.1 and 1.0 (RFC 9112) on a connection. Runs on the connection's loop. */
public final class Http1 {
    private Http1() {}

    /** For a channel whose next bytes are a request, or the client's preface of HTTP/2. */
    public static void begin(Link link) {
        Http1Connection.install(link);
    }
}
