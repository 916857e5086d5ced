package dev.herald.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server and how patient to be.
 *
 * @param server its address, such as {@code http://127.0.0.1:8000}; http or https
 * @param token gives the bearer token, asked before each request and each connection; null where the server is open
 * @param connectTimeout for a connection and for a handshake
 * @param requestTimeout for an answer
 * @param attemptsMax how often one request is sent in all, at least 1
 * @param backoff between attempts and between connections
 * @param silenceMax after so long without a byte (the server sends a heartbeat every 30 s) a subscription's connection
 *     is taken for dead and made anew
 */
public record ClientSettings(
        URI server,
        @Nullable Supplier<String> token,
        Duration connectTimeout,
        Duration requestTimeout,
        int attemptsMax,
        Backoff backoff,
        Duration silenceMax) {
    /** The characters of a bearer token (RFC 6750, section 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    public ClientSettings {
        String scheme = server.getScheme();
        boolean isHttp = "http".equals(scheme) || "https".equals(scheme);
        if (!isHttp || server.getHost() == null) {
            throw new IllegalArgumentException("the server is an http or https address with a host, not " + server);
        }
        if (attemptsMax < 1) {
            throw new IllegalArgumentException("attempts are at least 1, not " + attemptsMax);
        }
        requirePositive("connect timeout", connectTimeout);
        requirePositive("request timeout", requestTimeout);
        requirePositive("silence", silenceMax);
    }

    /** The defaults: no token, 5 s to connect, 30 s for an answer, 6 attempts, 75 s of silence. */
    public static ClientSettings of(URI server) {
        return new ClientSettings(
                server,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                6,
                Backoff.DEFAULT,
                Duration.ofSeconds(75));
    }

    /** One token for all requests; null for none. */
    public ClientSettings withToken(@Nullable String bearer) {
        return withTokens(bearer == null ? null : () -> bearer);
    }

    /**
     * Tokens that end and are followed by others, such as those of a file that somebody renews: asked before each request
     * and each connection, on the thread that makes it. It may block, and throw when there is none now, which counts as
     * an attempt that failed.
     */
    public ClientSettings withTokens(@Nullable Supplier<String> bearer) {
        return new ClientSettings(server, bearer, connectTimeout, requestTimeout, attemptsMax, backoff, silenceMax);
    }

    public ClientSettings withTimeouts(Duration connect, Duration request) {
        return new ClientSettings(server, token, connect, request, attemptsMax, backoff, silenceMax);
    }

    public ClientSettings withAttempts(int max, Backoff between) {
        return new ClientSettings(server, token, connectTimeout, requestTimeout, max, between, silenceMax);
    }

    public ClientSettings withSilence(Duration max) {
        return new ClientSettings(server, token, connectTimeout, requestTimeout, attemptsMax, backoff, max);
    }

    /**
     * What {@code Authorization} says; empty where the server is open.
     *
     * @throws IOException when there is no token now, or what there is cannot be one; the message does not show it
     */
    Optional<String> authorization() throws IOException {
        return token == null ? Optional.empty() : Optional.of("Bearer " + bearer(token));
    }

    private static String bearer(Supplier<String> tokens) throws IOException {
        String bearer;
        try {
            bearer = tokens.get();
        } catch (RuntimeException none) {
            throw new IOException("the token cannot be had: " + Failures.words(none), none);
        }
        if (!TOKEN.matcher(bearer).matches()) {
            throw new IOException("what was given as the token is none");
        }
        return bearer;
    }

    /** The address of a path on the server, under whatever path the server itself is at. */
    URI at(String pathAndQuery) {
        String base = server.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + pathAndQuery);
    }

    /** The same for a WebSocket. */
    URI webSocketAt(String pathAndQuery) {
        return URI.create("ws" + at(pathAndQuery).toString().substring("http".length()));
    }

    @Override
    public String toString() {
        return "ClientSettings[" + server + (token == null ? "]" : ", with a token]");
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("the " + what + " is positive, not " + duration);
        }
    }
}
