package dev.herald.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Requests with their retries. Any thread; blocks. */
final class Http {

    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final ClientSettings settings;
    private final HttpClient client;
    private final RandomGenerator random;
    private final Pause pause;
    private final RetryListener retries;

    Http(ClientSettings settings, HttpClient client, RandomGenerator random, Pause pause) {
        this(settings, client, random, pause, (attempt, max, wait, reason) -> {});
    }

    Http(ClientSettings settings, HttpClient client, RandomGenerator random, Pause pause, RetryListener retries) {
        this.retries = retries;
        this.settings = settings;
        this.client = client;
        this.random = random;
        this.pause = pause;
    }

    HttpResponse<byte[]> get(String pathAndQuery) throws ServerException, InterruptedException {
        return exchange(request(settings.at(pathAndQuery)).GET());
    }

    /** The body must be one that may arrive twice. */
    HttpResponse<byte[]> post(String path, String contentType, byte[] body)
            throws ServerException, InterruptedException {
        return exchange(request(settings.at(path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Any request; it must be one that may arrive twice. */
    HttpResponse<byte[]> send(String method, String path, @Nullable String contentType, byte[] body, String key)
            throws ServerException, InterruptedException {
        HttpRequest.Builder request = request(settings.at(path));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (!method.equals("GET")) {
            request.header("Idempotency-Key", key);
        }
        return exchange(request.method(
                method,
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(settings.requestTimeout())
                .header("Accept", "application/json");
    }

    /** Sends until there is an answer that would not change by itself. */
    private HttpResponse<byte[]> exchange(HttpRequest.Builder prepared) throws ServerException, InterruptedException {
        HttpRequest request = prepared.build();
        for (int attempt = 1; ; attempt++) {
            boolean isLast = attempt == settings.attemptsMax();
            Duration wait = settings.backoff().before(attempt - 1, random);
            String reason;
            try {
                settings.authorization().ifPresent(bearer -> prepared.setHeader("Authorization", bearer));
                HttpResponse<byte[]> response = client.send(prepared.build(), HttpResponse.BodyHandlers.ofByteArray());
                if (!PASSING.contains(response.statusCode())) {
                    return response;
                }
                if (isLast) {
                    throw new ServerException(
                            response.statusCode(),
                            "%s %s: %s%s"
                                    .formatted(
                                            request.method(),
                                            request.uri(),
                                            Problems.detail(response),
                                            attempts(attempt)));
                }
                Duration asked = RetryAfter.of(response);
                wait = asked.compareTo(wait) > 0 ? asked : wait;
                reason = Failures.address(request.uri()) + " answers " + Problems.detail(response);
            } catch (ServerException e) {
                throw e;
            } catch (IOException e) {
                reason = Failures.describe(e, request.uri());
                boolean isLasting = Failures.isLasting(e, request.uri());
                if (isLast || isLasting) {
                    throw new ServerException(reason + attempts(attempt), e, isLasting);
                }
            }
            retries.onRetry(attempt, settings.attemptsMax(), wait, reason);
            pause.of(wait);
        }
    }

    private static String attempts(int attempt) {
        return attempt == 1 ? "" : " (after " + attempt + " attempts)";
    }
}
