package dev.herald.client;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server and how patient to be.
 *
 * @param server its address, such as {@code http://127.0.0.1:8000}; http or https
 * @param token a bearer token, or null where the server is open
 * @param connectTimeout for a connection and for a handshake
 * @param requestTimeout for an answer
 * @param attemptsMax how often one request is sent in all, at least 1
 * @param backoff between attempts and between connections
 * @param silenceMax after so long without a byte (the server sends a heartbeat every 30 s) a subscription's connection
 *     is taken for dead and made anew
 */
public record ClientSettings(
        URI server,
        @Nullable String token,
        Duration connectTimeout,
        Duration requestTimeout,
        int attemptsMax,
        Backoff backoff,
        Duration silenceMax) {
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

    public ClientSettings withToken(@Nullable String bearer) {
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
