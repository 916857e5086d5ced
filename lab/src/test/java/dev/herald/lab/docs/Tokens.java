package dev.herald.lab.docs;

import com.sun.net.httpserver.HttpServer;
import dev.herald.access.Role;
import dev.herald.access.TokenClaims;
import dev.herald.access.TokenMint;
import dev.herald.loop.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application's own back end, as the page imagines it: whoever asks gets a token. The first ones live for
 * {@value #SHORT_SECONDS} s, later ones for an hour. Any thread.
 */
final class Tokens implements AutoCloseable {
    static final String SECRET = "a secret of the tests that is long enough";
    static final int SHORT_SECONDS = 5;
    private static final int LONG_SECONDS = 3_600;

    private final HttpServer http;
    private final AtomicInteger given = new AtomicInteger();

    /** @param shortLived so many of the first ones */
    Tokens(int shortLived) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            boolean isShort = given.incrementAndGet() <= shortLived;
            byte[] token = mint(Set.of(Role.VIEWER), isShort ? SHORT_SECONDS : LONG_SECONDS)
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/";
    }

    /** How many it gave away. */
    int given() {
        return given.get();
    }

    /** For the project of the page. */
    static String mint(Set<Role> roles, int seconds) {
        return TokenMint.ofSecret(SECRET)
                .mint(new TokenClaims("ann", List.of("shop"), roles, null, null, null, null, seconds), Clock.system());
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
