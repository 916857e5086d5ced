package dev.herald.client;

import dev.herald.event.Position;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The subscription over Server-Sent Events (protocol, section 3). The subscriber's methods run on the platform's threads. */
final class EventStreamLink implements Link, Flow.Subscriber<List<ByteBuffer>> {
    private static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

    private final Inbox<List<ByteBuffer>> inbox = new Inbox<>();
    private final EventStreamParser parser = new EventStreamParser(MESSAGE_BYTES_MAX);
    private volatile Flow.@Nullable Subscription body;

    private final Position start;

    private EventStreamLink(Position start) {
        this.start = start;
    }

    /** @param start the position that the path asks to resume from */
    static EventStreamLink open(ClientSettings settings, HttpClient client, String pathAndQuery, Position start)
            throws LostException, RefusedException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.at(pathAndQuery))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Accept", "text/event-stream");
        try {
            settings.authorization().ifPresent(bearer -> request.header("Authorization", bearer));
        } catch (IOException noToken) {
            throw new LostException(Failures.words(noToken));
        }
        var answer = client.sendAsync(request.GET().build(), HttpResponse.BodyHandlers.ofPublisher());
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    answer.get(2 * settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            EventStreamLink link = new EventStreamLink(start);
            response.body().subscribe(link);
            link.judge(response);
            return link;
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new LostException("the event stream was not answered");
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (Failures.isLasting(cause, settings.server())) {
                throw new RefusedException(Failures.describe(cause, settings.server()), ConnectionState.Why.NOT_HERALD);
            }
            throw new LostException(Failures.describe(cause, settings.server()));
        }
    }

    private void judge(HttpResponse<?> response) throws LostException, RefusedException {
        int status = response.statusCode();
        boolean isStream = response.headers()
                .firstValue("Content-Type")
                .map(type -> type.startsWith("text/event-stream"))
                .orElse(false);
        if (status == 200 && isStream) {
            return;
        }
        close();
        if (status == 200 || Problems.isForeign(status)) {
            throw new RefusedException(
                    Problems.foreign(response) + (status == 200 ? " and no event stream" : ""),
                    ConnectionState.Why.NOT_HERALD);
        }
        String message = "the event stream was answered with " + status;
        switch (status) {
            case 401 -> throw new RefusedException(message, ConnectionState.Why.TOKEN_REFUSED);
            case 403 -> throw new RefusedException(message, ConnectionState.Why.FORBIDDEN);
            case 400, 422 -> throw new RefusedException(message);
            default -> throw new LostException(message, RetryAfter.of(response));
        }
    }

    @Override
    public ConnectionState.Transport transport() {
        return ConnectionState.Transport.SERVER_SENT_EVENTS;
    }

    @Override
    public String next(Duration silenceMax) throws LostException, InterruptedException {
        String message = parser.next();
        while (message == null) {
            List<ByteBuffer> chunk = inbox.take(silenceMax);
            if (chunk == null) {
                throw new LostException(inbox.ending().reason());
            }
            parse(chunk);
            message = parser.next();
            Flow.Subscription open = body;
            if (open != null) {
                open.request(1);
            }
        }
        return message;
    }

    private void parse(List<ByteBuffer> chunk) throws LostException {
        try {
            for (ByteBuffer bytes : chunk) {
                parser.onBytes(bytes);
            }
        } catch (LostException e) {
            throw e;
        } catch (IOException e) {
            throw new LostException(Failures.words(e));
        }
    }

    @Override
    public Optional<Position> start() {
        return Optional.of(start);
    }

    /** The stream goes one way: what is read is acknowledgement enough. */
    @Override
    public void beat() {}

    /** The stream ends with its token, and the next one has the new token. */
    @Override
    public void renew(String token) {}

    @Override
    public void close() {
        inbox.end(new Inbox.Ending(0, "closed here"));
        Flow.Subscription open = body;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        body = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> chunk) {
        inbox.put(chunk);
    }

    @Override
    public void onError(Throwable failure) {
        inbox.end(new Inbox.Ending(0, "the connection broke: " + Failures.words(failure)));
    }

    @Override
    public void onComplete() {
        inbox.end(new Inbox.Ending(0, "the server ended the stream"));
    }
}
