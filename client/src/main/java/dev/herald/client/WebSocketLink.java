package dev.herald.client;

import dev.herald.event.Position;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The subscription over WebSocket (RFC 6455; protocol, section 2). The listener's methods run on the platform's threads. */
final class WebSocketLink implements Link, WebSocket.Listener {
    /** Messages under way to the subscriber; the socket is not read beyond them. */
    static final int CREDIT = 16;
    /** Characters of one message: an event of 1 MiB and its envelope fit. */
    static final int MESSAGE_LENGTH_MAX = 2 * 1024 * 1024;

    private static final String PATH = "/api/v1/dashboard/ws";
    private static final int TOKEN_EXPIRED = 4401;
    private static final int FORBIDDEN = 4403;
    private static final int POLICY = 1008;

    private final Inbox<String> inbox = new Inbox<>();
    private StringBuilder partial = new StringBuilder();
    private volatile @Nullable WebSocket socket;
    private volatile boolean isClosed;
    private @Nullable String first;

    WebSocketLink() {}

    /**
     * Connects, hears the server's greeting and asks for the subscription.
     *
     * @throws UnfitException when something answers but WebSocket does not get through
     */
    static WebSocketLink open(ClientSettings settings, HttpClient client, String subscribe)
            throws LostException, RefusedException, UnfitException, InterruptedException {
        WebSocketLink link = new WebSocketLink();
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(settings.connectTimeout());
        try {
            settings.authorization().ifPresent(bearer -> builder.header("Authorization", bearer));
        } catch (IOException noToken) {
            throw new LostException(Failures.words(noToken));
        }
        var handshake = builder.buildAsync(settings.webSocketAt(PATH), link);
        try {
            // The builder's own timeout covers the connection alone.
            handshake.get(2 * settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            handshake.cancel(true);
            link.close();
            throw new UnfitException("the WebSocket handshake was not answered");
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e), settings.server());
        }
        link.onHandshake(settings, subscribe);
        return link;
    }

    private void onHandshake(ClientSettings settings, String subscribe)
            throws UnfitException, RefusedException, InterruptedException {
        try {
            first = next(settings.connectTimeout());
        } catch (LostException e) {
            close();
            throw new UnfitException("the server did not speak after the WebSocket handshake: " + e.getMessage());
        }
        send(subscribe);
    }

    private static LostException failure(Throwable cause, URI server) throws RefusedException, UnfitException {
        return switch (cause) {
            case WebSocketHandshakeException refused -> {
                int status = refused.getResponse().statusCode();
                String message = "the WebSocket handshake was answered with " + status;
                if (status == 401) {
                    throw new RefusedException(message, ConnectionState.Why.TOKEN_REFUSED);
                }
                if (status == 403) {
                    throw new RefusedException(message, ConnectionState.Why.FORBIDDEN);
                }
                if (status != 429 && status != 503) {
                    throw new UnfitException(message);
                }
                yield new LostException(message, RetryAfter.of(refused.getResponse()));
            }
            case ConnectException away -> new LostException(Failures.describe(away, server));
            case HttpConnectTimeoutException away -> new LostException(Failures.describe(away, server));
            case UnresolvedAddressException unknown -> new LostException(Failures.describe(unknown, server));
            case SSLException broken -> {
                if (Failures.isLasting(broken, server)) {
                    throw new RefusedException(Failures.describe(broken, server), ConnectionState.Why.NOT_HERALD);
                }
                yield new LostException(Failures.describe(broken, server));
            }
            case IOException cut ->
                throw new UnfitException("the WebSocket handshake failed: " + Failures.describe(cut, server));
            default -> throw new IllegalStateException("the WebSocket handshake failed", cause);
        };
    }

    @Override
    public ConnectionState.Transport transport() {
        return ConnectionState.Transport.WEB_SOCKET;
    }

    @Override
    public String next(Duration silenceMax) throws LostException, RefusedException, InterruptedException {
        String greeting = first;
        if (greeting != null) {
            first = null;
            return greeting;
        }
        String message = inbox.take(silenceMax);
        if (message == null) {
            Inbox.Ending ending = inbox.ending();
            String reason = ending.reason();
            // A page of another origin, or a token that does not hold, will not do later either; too many messages
            // will.
            boolean isPassing = reason.toLowerCase(Locale.ROOT).contains("rate");
            if (ending.code() == TOKEN_EXPIRED || ending.code() == POLICY && !isPassing) {
                throw new RefusedException(reason, ConnectionState.Why.TOKEN_REFUSED);
            }
            if (ending.code() == FORBIDDEN) {
                throw new RefusedException(reason, ConnectionState.Why.FORBIDDEN);
            }
            throw new LostException(reason);
        }
        WebSocket open = socket;
        if (open != null) {
            open.request(1);
        }
        return message;
    }

    @Override
    public void renew(String token) {
        send(Wire.json(Map.of("type", "authenticate", "token", token)));
    }

    @Override
    public Optional<Position> start() {
        return Optional.empty();
    }

    @Override
    public void beat() {
        send("{\"type\":\"ping\"}");
    }

    /** A failure to send shows as the connection's end as well, which is where it is handled. */
    private void send(String json) {
        WebSocket open = socket;
        if (open != null && !open.isOutputClosed()) {
            open.sendText(json, true).whenComplete((sent, failure) -> {
                if (failure != null) {
                    inbox.end(new Inbox.Ending(0, "sending failed: " + Failures.words(failure)));
                }
            });
        }
    }

    @Override
    public void close() {
        isClosed = true;
        inbox.end(new Inbox.Ending(0, "closed here"));
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> open.abort());
        }
    }

    @Override
    public void onOpen(WebSocket open) {
        socket = open;
        if (isClosed) {
            // The handshake was given up, and came through after all.
            open.abort();
            return;
        }
        open.request(CREDIT);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence text, boolean isLast) {
        if (partial.length() + text.length() > MESSAGE_LENGTH_MAX) {
            inbox.end(new Inbox.Ending(0, "a message above " + MESSAGE_LENGTH_MAX + " characters"));
            open.abort();
            return null;
        }
        if (isLast && partial.isEmpty()) {
            inbox.put(text.toString());
            return null;
        }
        partial.append(text);
        if (isLast) {
            inbox.put(partial.toString());
            partial = new StringBuilder();
        } else {
            open.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        inbox.end(new Inbox.Ending(code, ("the server closed the connection: " + code + " " + reason).strip()));
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable failure) {
        inbox.end(new Inbox.Ending(0, "the connection broke: " + Failures.words(failure)));
    }
}
